// People: rows about those in front of the kiosk, the building around it, and the mains: walking away, tapping, fire, power.

import { createNutSimulator } from '../../../hardware/drivers/power-supply-nut/simulator.ts';
import { serveTcpWire } from '../../../hardware/transport/tcp-wire.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { waitFor } from '../../../src/cli/night.ts';
import { type Fault, hold, type Run, rowsWith } from './fault.ts';
import {
  atWelcome,
  centralThere,
  choose,
  collectOne,
  depositedAndReady,
  doorOpen,
  layCard,
  pause,
  personOf,
  pushShut,
  say,
  signing,
  takeOut,
  tryCall,
  within,
} from './hands.ts';
import { keptOf } from './invariants.ts';
import { passDown, relayToDevice } from './relay.ts';

async function walkedAway(run: Run): Promise<string> {
  const { bench } = run;
  bench.changeSite((site) => {
    site.limits = { idleMs: 20_000, warnMs: 20_000, doorOpenMs: 10_000 };
  });
  await bench.start();
  const place = await depositedAndReady(bench);
  await choose(bench);
  await bench.kiosk().call(signing);
  await bench.kiosk().screen('takeOut');
  await within(60_000, 'the visit to be over', () => {
    const { log } = keptOf(bench);
    const ended = log.filter(({ fact }) => fact.is === 'visitEnded').length;
    const began = log.filter(({ fact }) => fact.is === 'visitBegan').length;
    return ended === began ? true : undefined;
  });
  const { at } = bench.kiosk().view()?.screen ?? { at: 'nothing' };
  hold(at === 'closeDoor' || at === 'welcome', `nothing of the person is left on the screen, but: ${at}`);
  await pushShut(bench, place.cell);
  await atWelcome(bench);
  return 'the open cell is in doubt and asked to be shut';
}

/** Fifty taps on the same button before anything can answer. */
async function manyTaps(run: Run): Promise<string> {
  const { bench } = run;
  await bench.start();
  const place = await depositedAndReady(bench);
  await choose(bench);
  for (let tap = 0; tap < 50; tap += 1) say(bench.kiosk(), 1_000 + tap, signing);
  await takeOut(bench, place);
  const orders = keptOf(bench).log.filter(({ fact }) => fact.is === 'openOrdered' && fact.why === 'collect').length;
  hold(orders === 1, `one order for fifty taps, not ${orders}`);
  return 'one order';
}

async function noCalls(run: Run): Promise<string> {
  const { bench } = run;
  await bench.start();
  await centralThere(bench);
  const { process: child } = bench.kiosk().child;
  const junk: readonly unknown[] = [
    null,
    'collect',
    { is: 'call' },
    { is: 'call', number: 'x', act: {} },
    { is: 'call', number: 1, act: { act: 'verifyCell', cell: 'A01', found: 'empty' } },
    { is: 'call', number: 2, act: { act: 'openForLook', cell: 'A01' } },
    { is: 'call', number: 3, act: { act: 'collect', item: 'x'.repeat(100_000) } },
    { is: 'call', number: 4, act: JSON.parse('{"__proto__":{"act":"finish"},"act":"deposit"}') },
  ];
  for (let round = 0; round < 20; round += 1) for (const message of junk) child.send(message as never, () => undefined);
  await pause(500);
  hold(bench.isRunning(), 'it lives on');
  return `${20 * junk.length} messages refused`;
}

async function fire(run: Run): Promise<string> {
  const { bench } = run;
  const { night } = bench.ground;
  await bench.start();
  await centralThere(bench);
  await layCard(bench, 'citizen', (at) => at === 'menu');
  await night.hall({ do: 'setFire', on: true });
  await bench.kiosk().until('the alarm', ({ screen }) => screen.at === 'outOfService');
  await waitFor('the end of the visit', () =>
    keptOf(bench).log.some(({ fact }) => fact.is === 'visitEnded') ? true : undefined,
  );
  await night.hall({ do: 'setFire', on: false });
  await bench.kiosk().until('the end of the alarm', ({ screen }) => screen.at === 'welcome' || screen.at === 'thanks');
  return 'the visit ended with the alarm';
}

async function fireAtOpenDoor(run: Run): Promise<string> {
  const { bench } = run;
  const { night } = bench.ground;
  await bench.start();
  const place = await depositedAndReady(bench);
  await choose(bench);
  await bench.kiosk().call(signing);
  await doorOpen(bench, place.cell);
  await night.hall({ do: 'setFire', on: true });
  await bench.kiosk().until('the alarm', ({ screen }) => screen.at === 'outOfService');
  await pause(2_300);
  await pushShut(bench, place.cell);
  await waitFor('the end of the visit', () =>
    keptOf(bench).log.filter(({ fact }) => fact.is === 'visitEnded').length >= 2 ? true : undefined,
  );
  await night.hall({ do: 'setFire', on: false });
  await atWelcome(bench);
  return 'the open door was waited for';
}

async function tampered(run: Run): Promise<string> {
  const { bench } = run;
  const { night } = bench.ground;
  await bench.start();
  const place = await depositedAndReady(bench);
  await choose(bench);
  await night.hall({ do: 'setTamper', open: true });
  await night.hall({ do: 'openByKey', cell: 'B01' as never });
  await waitFor('both to be written down', () => {
    const kinds = keptOf(bench).log.map(({ fact }) => fact.is);
    return kinds.includes('hallDoorAlarm') && kinds.includes('openedWithoutOrder') ? true : undefined;
  });
  await pushShut(bench, 'B01' as never);
  await night.hall({ do: 'setTamper', open: false });
  await bench.kiosk().call(signing);
  await takeOut(bench, place);
  return 'both written down, the pickup goes on';
}

/** The old record of somebody who has left is sent again by the reader, without a card and without a question. */
async function oldBuffer(run: Run): Promise<string> {
  const { bench } = run;
  const relay = await relayToDevice(bench, 'kioskReader');
  let record: Buffer | undefined;
  let send = (_bytes: Buffer): void => undefined;
  let kept: Buffer[] = [];
  relay.behaviour = {
    down(bytes, pair) {
      kept = [...kept, bytes].slice(-8);
      // A record of a person is longer than everything else that a reader says.
      const whole = Buffer.concat(kept);
      if (whole.length > 1_200) record = whole;
      send = (again) => passDown(again, pair);
      passDown(bytes, pair);
    },
  };
  await bench.start();
  await centralThere(bench);
  await layCard(bench, 'citizen', (at) => at === 'menu');
  await bench.kiosk().call({ act: 'finish' });
  await bench.kiosk().screen('welcome');
  const began = () => keptOf(bench).log.filter(({ fact }) => fact.is === 'visitBegan').length;
  const before = began();
  hold(record !== undefined, 'the record of a person was seen');
  for (let round = 0; round < 10; round += 1) {
    send(record);
    await pause(150);
  }
  await pause(1_000);
  hold(began() === before, 'no visit begins without a card');
  return `${record.length} bytes sent again ten times`;
}

async function cardMidRead(run: Run): Promise<string> {
  const { bench, random } = run;
  const { night } = bench.ground;
  await bench.start();
  await centralThere(bench);
  const { id } = await personOf(bench, 'citizen');
  const at: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    await night.hall({ do: 'layCard', person: id, reader: 'kioskReader' });
    await pause(random.between(100, 900));
    await night.hall({ do: 'takeCard', reader: 'kioskReader' });
    await pause(1_500);
    at.push(bench.kiosk().view()?.screen.at ?? '');
    await tryCall(bench.kiosk(), { act: 'finish' });
    await pause(600);
  }
  hold(
    at.every((one) => ['menu', 'problem', 'reading', 'welcome', 'thanks', 'fetching'].includes(one)),
    `a whole card or none, but: ${at.join(', ')}`,
  );
  await bench.kiosk().until('free', ({ screen }) => screen.at === 'welcome');
  return at.join(', ');
}

async function spoiltCards(run: Run): Promise<string> {
  const { bench } = run;
  const { night } = bench.ground;
  await bench.start();
  await centralThere(bench);
  await night.hall({ do: 'setFaults', line: 'kioskReader', faults: { flipBit: 0.5, pieceBytes: 40 } });
  const { id } = await personOf(bench, 'citizen');
  await night.hall({ do: 'layCard', person: id, reader: 'kioskReader' });
  await pause(4_000);
  await night.hall({ do: 'takeCard', reader: 'kioskReader' });
  await night.hall({ do: 'setFaults', line: 'kioskReader', faults: {} });
  const persons = new Set(keptOf(bench).log.flatMap(({ fact }) => (fact.is === 'visitBegan' ? [fact.person] : [])));
  hold(persons.size <= 1, 'no second person comes out of a spoilt record');
  await pause(3_000);
  await tryCall(bench.kiosk(), { act: 'finish' });
  await bench.kiosk().until('free', ({ screen }) => screen.at === 'welcome');
  return `${persons.size} visits`;
}

/** The mains are gone in a pickup, then the battery is at its end, then the mains are back. */
async function mainsLost(run: Run): Promise<string> {
  const { bench } = run;
  const supply = createNutSimulator({ ups: 'hall', clock: systemClock });
  const served = await serveTcpWire({ onWire: (wire) => supply.attach(wire) });
  bench.undoLater(() => served.close());
  bench.changeSite((site) => {
    const port = { kind: 'tcp', host: '127.0.0.1', port: served.port };
    site.devices['powerSupply'] = { driver: 'power-supply-nut', port, ups: 'hall' };
  });
  await bench.start();
  const place = await depositedAndReady(bench);
  await choose(bench);
  await bench.kiosk().call(signing);
  await bench.kiosk().screen('takeOut');
  supply.simulatePowerCut({ charge: 60, runtimeSeconds: 600 });
  await waitFor('the power cut to be known', () =>
    keptOf(bench).log.some(({ fact }) => fact.is === 'powerChanged') ? true : undefined,
  );
  await takeOut(bench, place);
  await bench.kiosk().until('nobody is let in', ({ screen }) => screen.at === 'outOfService');
  supply.simulateMainsBack();
  // They must stay for a minute before they are believed.
  await within(90_000, 'the kiosk to serve again', () =>
    bench.kiosk().view()?.screen.at === 'welcome' ? true : undefined,
  );
  return 'the pickup was finished, nobody new was let in';
}

async function afterwards(run: Run): Promise<string> {
  const { bench } = run;
  await bench.start();
  await depositedAndReady(bench);
  const answers: boolean[] = [];
  // Acts of every screen but the one that is shown.
  for (const act of [{ act: 'reopen' }, { act: 'sayEmpty' }, { act: 'answerTaken', taken: true }] as const)
    answers.push(await tryCall(bench.kiosk(), act));
  hold(!answers.includes(true), 'a tap that comes too late is refused');
  await collectOne(bench);
  return 'refused';
}

const row = rowsWith();

export const people: readonly Fault[] = [
  row(
    '40',
    'a card that is taken away while it is read',
    'laid and taken within 100 to 900 ms, four times',
    'a whole card or none',
    cardMidRead,
  ),
  row(
    '40-spoilt',
    'a spoilt record',
    'half of the replies of the reader with a flipped bit',
    'nobody else comes out of it',
    spoiltCards,
  ),
  row(
    '41',
    'the reader sends an old record again',
    'a relay repeats the record without a card',
    'no visit begins',
    oldBuffer,
    { runs: { full: 2, quick: 1 } },
  ),
  row(
    '66',
    'somebody walks away from an open cell',
    'idleMs 20 s, doorOpenMs 10 s',
    'the visit ends, nothing of it is on the screen, the cell is in doubt',
    walkedAway,
    { runs: { full: 1, quick: 0 } },
  ),
  row('67', 'fifty taps', 'the same wish fifty times at once', 'one order, one pulse', manyTaps, {
    runs: { full: 3, quick: 1 },
  }),
  row('67-late', 'taps that come too late', 'acts of other screens', 'refused', afterwards),
  row(
    '67-junk',
    'messages that are no calls',
    '160 of them over the channel of the window',
    'refused, nothing opens',
    noCalls,
    { runs: { full: 2, quick: 1 } },
  ),
  row(
    '68',
    'the box is opened in a visit',
    'tamper contact and a cell opened by key',
    'written down, the visit goes on',
    tampered,
    { runs: { full: 2, quick: 1 } },
  ),
  row('68-fire', 'a fire in a visit', 'fire contact while a menu is shown', 'the visit ends', fire, {
    runs: { full: 2, quick: 1 },
  }),
  row(
    '68-fire-door',
    'a fire at an open cell',
    'fire contact while a cell is open',
    'the visit ends once it is shut',
    fireAtOpenDoor,
  ),
  row(
    '70',
    'the mains are lost in a pickup',
    'a simulated UPS tells of it',
    'the pickup is finished, nobody new is let in',
    mainsLost,
    { runs: { full: 2, quick: 0 } },
  ),
];
