// Lines: rows about cables and boards: cut, silent, noisy, late, echoing, answering wrongly; and doors that do as they like.

import { waitFor } from '../../../src/cli/night.ts';
import type { LineFaults } from '../../../src/contract/panel.ts';
import type { Bench } from './bench.ts';
import { type Fault, hold, type Run, rowsWith } from './fault.ts';
import {
  atWelcome,
  centralThere,
  choose,
  collectOne,
  depositedAndReady,
  doorOpen,
  leave,
  type Place,
  pause,
  pushShut,
  say,
  signing,
  tryCall,
} from './hands.ts';
import { keptOf } from './invariants.ts';
import { passDown, passUp, relayToBoards } from './relay.ts';

/** `8A … 11 …` asks a board to fire a lock, and the board answers with the same head. */
const isUnlock = (bytes: Buffer) => bytes.length >= 5 && bytes[0] === 0x8a && bytes[3] === 0x11;

async function ready({ bench }: Run): Promise<Place> {
  await bench.start();
  return depositedAndReady(bench);
}

/** What became of a wish to open while something is wrong: the person is told, asked or served; then all doors are shut. */
export async function outcomeOf(bench: Bench, place: Place): Promise<string> {
  const kiosk = bench.kiosk();
  const { screen } = await kiosk.until(
    'what became of it',
    ({ screen: { at } }) => at === 'takeOut' || at === 'didItOpen' || at === 'problem' || at === 'closeDoor',
  );
  if (screen.at === 'takeOut') {
    await doorOpen(bench, place.cell);
    await pause(2_200);
    await pushShut(bench, place.cell);
    await kiosk.until('shut', ({ screen: { at } }) => at === 'collected' || at === 'didYouTake');
  }
  if (screen.at === 'didItOpen') {
    const open = (await bench.ground.night.hallState()).banks
      .flatMap(({ columns }) => columns.flat())
      .some(({ cell, door }) => cell === place.cell && door === 'open');
    await pushShut(bench, place.cell);
    await kiosk.call({ act: 'answerOpened', opened: open });
  }
  await tryCall(kiosk, { act: 'answerTaken', taken: true });
  await tryCall(kiosk, { act: 'finish' });
  await tryCall(kiosk, { act: 'finish' });
  return screen.at === 'problem' ? `told "${screen.problem}"` : screen.at;
}

async function unplugged(run: Run): Promise<string> {
  const { bench, random } = run;
  const place = await ready(run);
  await choose(bench);
  const { night } = bench.ground;
  say(bench.kiosk(), 1_000, signing);
  await pause(random.between(0, 120));
  await night.hall({ do: 'plug', line: 'cabinet', plugged: false });
  const end = await outcomeOf(bench, place);
  await night.hall({ do: 'plug', line: 'cabinet', plugged: true });
  await bench.kiosk().until('pickups again', ({ now }) => now.pickup.works);
  await atWelcome(bench);
  return end;
}

async function allUnplugged(run: Run): Promise<string> {
  const { bench, random } = run;
  const place = await ready(run);
  await choose(bench);
  const { night } = bench.ground;
  say(bench.kiosk(), 1_000, signing);
  await pause(random.between(0, 300));
  const lines = (await night.hallState()).lines.map(({ line }) => line);
  await Promise.all(lines.map((line) => night.hall({ do: 'plug', line, plugged: false })));
  const end = await outcomeOf(bench, place);
  const order = lines.map((line) => ({ line, at: random.next() })).toSorted((one, other) => one.at - other.at);
  for (const { line } of order) await night.hall({ do: 'plug', line, plugged: true });
  await bench
    .kiosk()
    .until('everything again', ({ now }) => now.pickup.works && now.receipts.works && now.proofs.works);
  await atWelcome(bench);
  return end;
}

async function deadBoard(run: Run): Promise<string> {
  const { bench } = run;
  const place = await ready(run);
  await choose(bench);
  const { night } = bench.ground;
  await night.hall({ do: 'killBoard', board: 'board1', dead: true });
  say(bench.kiosk(), 1_000, signing);
  const end = await outcomeOf(bench, place);
  await night.hall({ do: 'killBoard', board: 'board1', dead: false });
  await pause(2_000);
  await atWelcome(bench);
  return end;
}

/** Off and on again in the middle of it, as after a brown-out. */
async function rebooted(run: Run): Promise<string> {
  const { bench, random } = run;
  const place = await ready(run);
  await choose(bench);
  const { night } = bench.ground;
  say(bench.kiosk(), 1_000, signing);
  await pause(random.between(0, 400));
  await night.hall({ do: 'killBoard', board: 'board1', dead: true });
  await pause(300);
  await night.hall({ do: 'killBoard', board: 'board1', dead: false });
  const end = await outcomeOf(bench, place);
  await pause(2_000);
  return end;
}

const spoilt = (faults: LineFaults, mustOpen: boolean) => async (run: Run) => {
  const { bench } = run;
  const { night } = bench.ground;
  const place = await ready(run);
  await night.hall({ do: 'setFaults', line: 'cabinet', faults });
  await pause(500);
  await choose(bench);
  say(bench.kiosk(), 1_000, signing);
  const end = await outcomeOf(bench, place);
  hold(!mustOpen || end === 'takeOut', `the door opens in spite of it, but: ${end}`);
  await night.hall({ do: 'setFaults', line: 'cabinet', faults: {} });
  await pause(2_500);
  return end;
};

type Reply = (bytes: Buffer, pass: () => void) => void;

/** Something happens to the answer of the board to the one unlock of a pickup. */
const unlockReply = (reply: Reply) => async (run: Run) => {
  const { bench } = run;
  const relay = await relayToBoards(bench);
  const place = await ready(run);
  await choose(bench);
  const before = bench.ground.pulses.all().length;
  relay.behaviour = {
    down(bytes, pair) {
      if (isUnlock(bytes)) reply(bytes, () => passDown(bytes, pair));
      else passDown(bytes, pair);
    },
  };
  say(bench.kiosk(), 1_000, signing);
  const end = await outcomeOf(bench, place);
  await pause(400);
  const pulses = bench.ground.pulses.all().length - before;
  hold(pulses === 1, `one pulse for one open door, not ${pulses}`);
  relay.behaviour = {};
  return end;
};

/** The program dies in the moment in which the frame to the lock leaves it; the frame arrives or does not. */
async function killedAtUnlock(run: Run): Promise<string> {
  const { bench, random } = run;
  const relay = await relayToBoards(bench);
  const place = await ready(run);
  await choose(bench);
  const arrives = random.chance(0.5);
  let seen = false;
  relay.behaviour = {
    up(bytes, pair) {
      if (!isUnlock(bytes)) return passUp(bytes, pair);
      seen = true;
      if (bench.isRunning()) process.kill(bench.pid(), 'SIGKILL');
      if (arrives) passUp(bytes, pair);
    },
  };
  say(bench.kiosk(), 1_000, signing);
  await bench.ended();
  hold(seen, 'the unlock was sent');
  const kept = keptOf(bench);
  hold(
    kept.log.some(({ fact }) => fact.is === 'openOrdered' && fact.items.includes(place.item) && fact.why === 'collect'),
    'the order was on disk before the frame left',
  );
  relay.behaviour = {};
  await bench.start();
  await pause(1_500);
  await atWelcome(bench);
  return arrives ? 'the frame arrived' : 'the frame was lost';
}

/** Another board answers in place of the one that was asked. */
async function wrongAddress(run: Run): Promise<string> {
  const { bench } = run;
  const relay = await relayToBoards(bench);
  const place = await ready(run);
  await choose(bench);
  relay.behaviour = {
    down(bytes, pair) {
      const other = Buffer.from(bytes);
      // The check byte is the XOR of all before it, so that the frame itself is sound.
      if (other.length >= 5) {
        other[1] = (other[1] ?? 0) ^ 3;
        other[other.length - 1] = (other.at(-1) ?? 0) ^ 3;
      }
      passDown(other, pair);
    },
  };
  await pause(1_500);
  say(bench.kiosk(), 1_000, signing);
  const end = await outcomeOf(bench, place);
  hold(end !== 'takeOut', 'the answer of another board opens nothing');
  relay.behaviour = {};
  await pause(2_500);
  return end;
}

async function jammed(run: Run): Promise<string> {
  const { bench } = run;
  const { night } = bench.ground;
  const place = await ready(run);
  await choose(bench);
  await night.hall({ do: 'jam', cell: place.cell, jammed: true });
  say(bench.kiosk(), 1_000, signing);
  await bench.kiosk().screen('didItOpen');
  await bench.kiosk().call({ act: 'answerOpened', opened: false });
  await bench.kiosk().screen('problem');
  await tryCall(bench.kiosk(), { act: 'finish' });
  await bench.ground.addItems(bench.name, 1);
  const other = await depositedAndReady(bench);
  hold(other.cell !== place.cell, 'nothing is laid behind the lock that sticks');
  await collectOne(bench);
  await night.hall({ do: 'jam', cell: place.cell, jammed: false });
  return `${place.cell} out of use, ${other.cell} served`;
}

async function leftOpen(run: Run): Promise<string> {
  const { bench } = run;
  bench.changeSite((site) => {
    site.limits = { doorOpenMs: 10_000 };
  });
  const place = await ready(run);
  await choose(bench);
  await bench.kiosk().call(signing);
  await bench.kiosk().screen('takeOut');
  await waitFor('the door to be told as held open', () =>
    keptOf(bench).log.some(({ fact }) => fact.is === 'doorHeldOpen') ? true : undefined,
  );
  await pushShut(bench, place.cell);
  await atWelcome(bench);
  return 'told after 10 s';
}

async function forced(run: Run): Promise<string> {
  const { bench } = run;
  const { night } = bench.ground;
  await ready(run);
  await leaveIfAny(run);
  await night.hall({ do: 'openByKey', cell: 'B05' as never });
  const { cell } = await bench.kiosk().screen('closeDoor');
  await pushShut(bench, cell);
  await atWelcome(bench);
  const { log } = keptOf(bench);
  hold(
    log.some(({ fact }) => fact.is === 'openedWithoutOrder'),
    'a door that nobody ordered is written down',
  );
  return 'written down and asked to be shut';
}

async function leaveIfAny({ bench }: Run): Promise<void> {
  if (bench.kiosk().view()?.screen.at !== 'welcome') await tryCall(bench.kiosk(), { act: 'finish' });
  await bench.kiosk().screen('welcome');
}

async function bounced(run: Run): Promise<string> {
  const { bench } = run;
  const { night } = bench.ground;
  const place = await ready(run);
  await choose(bench);
  await bench.kiosk().call(signing);
  await bench.kiosk().screen('takeOut');
  await doorOpen(bench, place.cell);
  for (let bounce = 0; bounce < 4; bounce += 1) {
    await night.hall({ do: 'pushShut', cell: place.cell });
    await night.hall({ do: 'openByKey', cell: place.cell });
  }
  await pause(2_500);
  await pushShut(bench, place.cell);
  await bench.kiosk().until('shut', ({ screen: { at } }) => at !== 'takeOut');
  await tryCall(bench.kiosk(), { act: 'answerTaken', taken: true });
  await leave(bench.kiosk());
  return 'one hand-over at most';
}

async function silentFromTheStart(run: Run): Promise<string> {
  const { bench } = run;
  const { night } = bench.ground;
  await night.hall({ do: 'setFaults', line: 'cabinet', faults: { dead: true } });
  await bench.start();
  await centralThere(bench);
  await bench.kiosk().until('pickups not offered', ({ now }) => !now.pickup.works);
  await night.hall({ do: 'setFaults', line: 'cabinet', faults: {} });
  await bench.kiosk().until('pickups again', ({ now }) => now.pickup.works);
  return 'not offered until it answers';
}

const line = rowsWith({ runs: { full: 3, quick: 0 } });

export const lines: readonly Fault[] = [
  line(
    '3',
    'SIGKILL at the write to the lock',
    'a relay in the cable kills when the unlock frame passes',
    'the order was on disk before; no second pulse after the start',
    killedAtUnlock,
    { runs: { full: 12, quick: 1 } },
  ),
  line(
    '28',
    'the cable of the cabinet is pulled during an opening',
    'line unplugged within 120 ms of the wish',
    'the person is told or asked; no second pulse',
    unplugged,
    { runs: { full: 6, quick: 1 } },
  ),
  line(
    '29',
    'all cables at once',
    'six lines unplugged, plugged again in any order',
    'all devices come back in whatever order',
    allUnplugged,
  ),
  line('30-board', 'a board is silent', 'board dead before the wish', 'told, nothing retried blindly', deadBoard),
  line(
    '30-start',
    'the cabinet is silent at the start',
    'line dead before the start',
    'pickups are not offered, and are again when it answers',
    silentFromTheStart,
    { runs: { full: 2, quick: 0 } },
  ),
  line(
    '31',
    'the answer is lost after the lock has opened',
    'a relay swallows the reply to the unlock',
    'the sensor decides; one pulse',
    unlockReply(() => undefined),
    { runs: { full: 4, quick: 1 } },
  ),
  line(
    '32',
    'the answer comes late',
    'a relay keeps the reply to the unlock back for 1.5 s',
    'one pulse; the late answer changes nothing',
    unlockReply((_bytes, pass) => setTimeout(pass, 1_500).unref()),
  ),
  line(
    '32-twice',
    'the answer comes twice',
    'a relay sends the reply to the unlock twice',
    'one pulse',
    unlockReply((_bytes, pass) => {
      pass();
      pass();
    }),
  ),
  line(
    '33-noise',
    'noise on the line',
    'random bytes in front of every second reply, cut into pieces of 2 bytes',
    'the door opens all the same',
    spoilt({ noise: 0.5, pieceBytes: 2 }, true),
    { runs: { full: 4, quick: 0 } },
  ),
  line(
    '33-bits',
    'flipped bits',
    'a bit turned over in a fifth of the replies',
    'no second pulse for one order',
    spoilt({ flipBit: 0.2 }, false),
    { runs: { full: 4, quick: 0 } },
  ),
  line(
    '33-lost',
    'lost and glued replies',
    'a fifth swallowed, a fifth glued to the next',
    'no second pulse for one order',
    spoilt({ drop: 0.2, glue: 0.2 }, false),
    { runs: { full: 4, quick: 0 } },
  ),
  line(
    '34',
    'another board answers',
    'a relay changes the address in every reply',
    'refused; nothing opens on it',
    wrongAddress,
  ),
  line(
    '35',
    'an echo on the line',
    'everything that is sent comes back',
    'the door opens all the same',
    spoilt({ echo: true }, true),
  ),
  line(
    '37',
    'a board restarts during an opening',
    'dead for 300 ms within 400 ms of the wish',
    'told, asked or served; no second pulse',
    rebooted,
  ),
  line('38-open', 'a door is left open', 'doorOpenMs 10 s and nobody shuts it', 'told and asked to be shut', leftOpen, {
    runs: { full: 1, quick: 0 },
  }),
  line('38-forced', 'a door opens without an order', 'opened by key', 'written down, asked to be shut', forced, {
    runs: { full: 2, quick: 1 },
  }),
  line('38-bounce', 'a door that bounces', 'shut and open four times in a row', 'at most one hand-over', bounced, {
    runs: { full: 2, quick: 0 },
  }),
  line('39', 'a lock that sticks', 'latch jammed, all tries fail', 'that cell out of use, the others work', jammed, {
    runs: { full: 2, quick: 0 },
  }),
];
