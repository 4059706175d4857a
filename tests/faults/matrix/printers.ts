// Printers: rows about paper that is out, jammed, slow or in doubt, and about a printer that talks nonsense.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, hold, type Run, rowsWith } from './fault.ts';
import { centralThere, chooseDocument, leave, pause, printOne, serves, tryCall, within } from './hands.ts';
import { keptOf } from './invariants.ts';
import { paced, passUp, relayToDevice } from './relay.ts';

async function emptied({ bench }: Run): Promise<string> {
  const { night } = bench.ground;
  await bench.start();
  await centralThere(bench);
  await night.hall({ do: 'setRoll', roll: 'out' });
  await night.hall({ do: 'setTray', tray: 'out' });
  await bench.kiosk().until('neither printer offered', ({ now }) => !now.receipts.works && !now.proofs.works);
  await night.hall({ do: 'setRoll', roll: 'full' });
  await night.hall({ do: 'setTray', tray: 'full' });
  await bench.kiosk().until('both printers again', ({ now }) => now.receipts.works && now.proofs.works);
  await printOne(bench, 'paymentReceipt');
  return 'not offered until there is paper';
}

/** Something happens to a printer while it prints. */
const during =
  (kind: 'paymentReceipt' | 'proof', breakIt: (run: Run) => Promise<void>, mend: (run: Run) => Promise<void>) =>
  async (run: Run) => {
    const { bench, random } = run;
    await bench.start();
    const document = await chooseDocument(bench, kind);
    await bench.kiosk().call({ act: 'print', document });
    await pause(random.between(0, 800));
    await breakIt(run);
    const { screen } = await bench
      .kiosk()
      .until('what became of it', ({ screen: { at } }) => at === 'printed' || at === 'didItPrint' || at === 'problem');
    if (screen.at === 'didItPrint') await bench.kiosk().call({ act: 'answerPrinted', printed: true });
    await tryCall(bench.kiosk(), { act: 'finish' });
    await mend(run);
    await pause(3_000);
    return screen.at === 'problem' ? `told "${screen.problem}"` : screen.at;
  };

/** Somebody opens the printer and takes the paper out after 10 s. */
async function jamForAWhile({ bench }: Run): Promise<void> {
  const { night } = bench.ground;
  await night.hall({ do: 'setTray', tray: 'jam' });
  await within(5_000, 'the screen to say that the printer has stopped', () => {
    const screen = bench.kiosk().view()?.screen;
    // Before the jam it may have been printed, or not begun: then the visit has gone on.
    return screen?.at !== 'printing' || screen.stage.is === 'stopped' ? true : undefined;
  });
  setTimeout(() => night.hall({ do: 'setTray', tray: 'full' }).catch(() => undefined), 10_000).unref();
}

const plug =
  (line: 'receiptPrinter' | 'documentPrinter', plugged: boolean) =>
  ({ bench }: Run) =>
    bench.ground.night.hall({ do: 'plug', line, plugged });

async function killedPrinting({ bench, random }: Run): Promise<string> {
  await bench.start();
  const document = await chooseDocument(bench, random.pick(['paymentReceipt', 'proof'] as const));
  await bench.kiosk().call({ act: 'print', document });
  await pause(random.between(0, 900));
  await bench.kill();
  await bench.start();
  await serves(bench);
  const { log } = keptOf(bench);
  const orders = log.filter(({ fact }) => fact.is === 'printOrdered').length;
  hold(orders === 1, `nothing is printed again by itself: ${orders} orders`);
  return 'nothing printed again';
}

async function slow({ bench }: Run): Promise<string> {
  const relay = await relayToDevice(bench, 'receiptPrinter');
  await bench.start();
  const document = await chooseDocument(bench, 'paymentReceipt');
  relay.behaviour = { up: paced(passUp, 2_000) };
  await bench.kiosk().call({ act: 'print', document });
  const from = performance.now();
  await tryCall(bench.kiosk(), { act: 'elder', on: true });
  const answered = Math.round(performance.now() - from);
  hold(answered < 2_000, `the screen answers while it prints, but after ${answered} ms`);
  const { screen } = await bench
    .kiosk()
    .until('what became of it', ({ screen: { at } }) => at === 'printed' || at === 'didItPrint' || at === 'problem');
  if (screen.at === 'didItPrint') await bench.kiosk().call({ act: 'answerPrinted', printed: true });
  await tryCall(bench.kiosk(), { act: 'finish' });
  relay.behaviour = {};
  await pause(2_000);
  return `${screen.at}, a tap was answered after ${answered} ms`;
}

/** In place of the document printer stands something that answers with anything. */
async function nonsense({ bench, random }: Run): Promise<string> {
  const bodies: readonly (() => Buffer)[] = [
    () => Buffer.alloc(0),
    () => Buffer.from('<html>printer</html>'),
    () => Buffer.alloc(4_000_000, 0x47),
    () => Buffer.from(Array.from({ length: 500 }, () => random.between(0, 255))),
    () => Buffer.from([2, 0, 0, 0, 0, 0, 0, 1, 4, 0x44, 0xff, 0xff]),
  ];
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    response.writeHead(200, { 'content-type': 'application/ipp' });
    response.end(random.pick(bodies)());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.undoLater(() => {
    server.close();
    server.closeAllConnections();
  });
  bench.changeSite((site) => {
    const own = site.devices['documentPrinter'] as unknown as { url: string };
    own.url = `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`;
  });
  await bench.start();
  await centralThere(bench);
  await pause(6_000);
  hold(bench.isRunning(), 'the controller lives on');
  hold(bench.kiosk().view()?.now.proofs.works === false, 'proofs are not offered');
  await printOne(bench, 'paymentReceipt');
  return `${asked} nonsensical answers`;
}

async function cover({ bench }: Run): Promise<string> {
  const { night } = bench.ground;
  await bench.start();
  await chooseDocument(bench, 'paymentReceipt');
  await night.hall({ do: 'setCover', open: true });
  await bench.kiosk().until('not offered any more', ({ now }) => !now.receipts.works);
  await night.hall({ do: 'setCover', open: false });
  await bench.kiosk().until('offered again', ({ now }) => now.receipts.works);
  await leave(bench.kiosk());
  return 'seen on the list at once';
}

const row = rowsWith();

export const printers: readonly Fault[] = [
  row(
    '43-paper',
    'no paper in either printer',
    'roll and tray emptied',
    'not offered, offered again with paper',
    emptied,
    { runs: { full: 2, quick: 1 } },
  ),
  row('43-cover', 'a cover opened while somebody chooses', 'cover open and shut', 'not offered meanwhile', cover),
  row(
    '43-jam',
    'a jam while a proof is printed',
    'tray jams within 800 ms of the wish, cleared after 10 s',
    'told within 5 s that the printer has stopped, then told or asked, no second paper',
    during('proof', jamForAWhile, ({ bench }) => bench.ground.night.hall({ do: 'setTray', tray: 'full' })),
    { runs: { full: 3, quick: 0 } },
  ),
  row(
    '43-offline',
    'a printer that is off',
    'line of the document printer unplugged within 800 ms of the wish',
    'told or asked, no second paper',
    during('proof', plug('documentPrinter', false), plug('documentPrinter', true)),
    { runs: { full: 3, quick: 0 } },
  ),
  row(
    '44',
    'the power of the receipt printer is cut in a print',
    'line unplugged within 800 ms of the wish',
    'told or asked, no second paper',
    during('paymentReceipt', plug('receiptPrinter', false), plug('receiptPrinter', true)),
    { runs: { full: 4, quick: 1 } },
  ),
  row(
    '44-killed',
    'the controller is killed in a print',
    'SIGKILL within 900 ms of the wish',
    'nothing is printed again by itself',
    killedPrinting,
    { runs: { full: 4, quick: 1 } },
  ),
  row('45', 'a printer that takes 2,000 bytes/s', 'a relay slows its line', 'the screen answers meanwhile', slow, {
    runs: { full: 1, quick: 0 },
  }),
  row(
    '46',
    'a document printer that talks nonsense',
    'empty, HTML, 4 MB, noise or a torn attribute in every answer',
    'the controller lives on, receipts are printed',
    nonsense,
    { runs: { full: 3, quick: 0 } },
  ),
];
