// Every fault at every moment of a slip of 20 lines, lived through three times: the slip is waited for, it is taken back,
// or the computer dies together with the fault. What is told, which papers come out, what the printer's own record says
// when the computer is back; and always: nothing comes out twice, and the next slip is whole and nobody else's.

import { describe, expect, test } from 'vitest';
import type { ProfileName } from '../../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import { textOf } from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { lines, type Rig, slip, started } from './rig.ts';

const rows = 20;
const old = '旧';

/** Comes at the moment of its line in the table, and is put right eight seconds later. */
const faults = {
  'paper out': [(rig) => rig.simulator.simulatePaperOut(), (rig) => rig.simulator.simulateRefill()],
  'near end': [(rig) => rig.simulator.simulatePaperNearEnd(), () => undefined],
  cover: [(rig) => rig.simulator.simulateOpenCover(), (rig) => rig.simulator.simulateCloseCover()],
  'cutter jam': [(rig) => rig.simulator.simulateJamCutter(), (rig) => rig.simulator.simulateClearCutter()],
  'hot head': [(rig) => rig.simulator.simulateHotHead(), (rig) => rig.simulator.simulateCoolHead()],
  'power off': [(rig) => rig.simulator.simulatePowerOff(), (rig) => rig.simulator.simulatePowerOn()],
  'line pulled': [(rig) => rig.link.unplug(), (rig) => rig.link.replug()],
  silent: [
    (rig) => Object.assign(rig.wire.faults, { dead: true }),
    (rig) => Object.assign(rig.wire.faults, { dead: false }),
  ],
  'host restart': [(rig) => rig.crash(), () => undefined],
} as const satisfies Record<string, readonly [(rig: Rig) => unknown, (rig: Rig) => unknown]>;
type Fault = keyof typeof faults;

/** `last line`: all but the cut is done. `cut`: the slip is out, and the printer has not said so yet. */
const moments = {
  before: undefined,
  'first line': (rig) => rig.simulator.atHead().length >= 1,
  middle: (rig) => rig.simulator.atHead().length >= rows / 2,
  'last line': (rig) => rig.simulator.atHead().length >= rows - 1,
  cut: undefined,
} as const satisfies Record<string, ((rig: Rig) => boolean) | undefined>;
type Moment = keyof typeof moments;

type Life = 'waited for' | 'taken back' | 'crash';

/** From the order to the next slip. The computer that died asks when the fault is over. */
async function live(profile: ProfileName, fault: Fault, moment: Moment, life: Life) {
  const rig = await started({ profile, firmware: profile === 'custom' ? 'custom' : 'epson' });
  const [comes, goes] = faults[fault];
  function strike(): void {
    comes(rig);
    if (life === 'crash' && fault !== 'host restart') rig.crash();
  }
  if (moment === 'cut') {
    const undo = rig.simulator.onPaper(() => {
      undo();
      strike();
    });
  }
  const needsOrder = life === 'crash' || fault === 'host restart';
  if (moment === 'before' && !needsOrder) strike();
  const order = rig.order(slip(old, rows));
  if (moment === 'before' && needsOrder) strike();
  const reached = moments[moment];
  if (reached !== undefined) {
    await rig.passUntil(() => reached(rig));
    strike();
  }
  await rig.clock.advance(2_000);
  if (life === 'taken back') void rig.driver().cancel(old);
  await rig.clock.advance(6_000);
  goes(rig);
  const outcome = await order.end();
  await rig.clock.advance(20_000);
  const [mark] = order.marks;
  const record = mark === undefined || life !== 'crash' ? '-' : await rig.lookUp(old, mark);
  await rig.clock.advance(5_000);
  const papers = rig.simulator.papers().map((paper) => {
    const numbers = textOf(paper).map((line) => line.replace(`${old} `, ''));
    return `${paper.end} ${numbers[0]}-${numbers.at(-1)}`;
  });
  const next = await rig.order(slip('新', 3)).end();
  const all = rig.simulator.papers().map(textOf);
  expect(next).toEqual({ is: 'printed' });
  expect(all.at(-1)).toEqual(lines('新', 3));
  expect(new Set(all.flat()).size).toBe(all.flat().length);
  return {
    told: outcome === undefined || outcome.is === 'printed' ? `${outcome?.is}` : `${outcome.is} ${outcome.why}`,
    progress: order.progress.join(' ') || '-',
    papers: papers.join(', ') || '-',
    record,
  };
}

/** What a printer with process ids or a count of its cuts does; without them it does the same and has no record. */
const table = `
fault        | moment     | told                  | progress                    | papers               | taken back             | papers    | crash   | papers
-------------+------------+-----------------------+-----------------------------+----------------------+------------------------+-----------+---------+----------
paper out    | before     | notStarted paperOut   | -                           | -                    | notStarted paperOut    | -         | -       | -
paper out    | first line | printed               | printing paperOut printing  | torn 1-2, cut 3-20   | notConfirmed cancelled | torn 1-2  | unknown | torn 1-2
paper out    | middle     | printed               | printing paperOut printing  | torn 1-11, cut 12-20 | notConfirmed cancelled | torn 1-11 | unknown | torn 1-11
paper out    | last line  | printed               | printing paperOut printing  | torn 1-20            | notConfirmed cancelled | torn 1-20 | unknown | torn 1-20
paper out    | cut        | printed               | printing paperOut           | cut 1-20             | notConfirmed cancelled | cut 1-20  | printed | cut 1-20
near end     | before     | printed               | printing                    | cut 1-20             | printed                | cut 1-20  | -       | -
near end     | first line | printed               | printing                    | cut 1-20             | printed                | cut 1-20  | printed | cut 1-20
near end     | middle     | printed               | printing                    | cut 1-20             | printed                | cut 1-20  | printed | cut 1-20
near end     | last line  | printed               | printing                    | cut 1-20             | printed                | cut 1-20  | printed | cut 1-20
near end     | cut        | printed               | printing                    | cut 1-20             | printed                | cut 1-20  | printed | cut 1-20
cover        | before     | notStarted coverOpen  | -                           | -                    | notStarted coverOpen   | -         | -       | -
cover        | first line | printed               | printing coverOpen printing | cut 1-20             | notConfirmed cancelled | cut 1-2   | unknown | cut 1-2
cover        | middle     | printed               | printing coverOpen printing | cut 1-20             | notConfirmed cancelled | cut 1-11  | unknown | cut 1-11
cover        | last line  | printed               | printing coverOpen printing | cut 1-20             | notConfirmed cancelled | cut 1-20  | unknown | cut 1-20
cover        | cut        | printed               | printing coverOpen          | cut 1-20             | notConfirmed cancelled | cut 1-20  | printed | cut 1-20
cutter jam   | before     | notConfirmed cutter   | printing                    | cut 1-20             | notConfirmed cutter    | cut 1-20  | -       | -
cutter jam   | first line | notConfirmed cutter   | printing                    | cut 1-20             | notConfirmed cutter    | cut 1-20  | unknown | cut 1-20
cutter jam   | middle     | notConfirmed cutter   | printing                    | cut 1-20             | notConfirmed cutter    | cut 1-20  | unknown | cut 1-20
cutter jam   | last line  | notConfirmed cutter   | printing                    | cut 1-20             | notConfirmed cutter    | cut 1-20  | unknown | cut 1-20
cutter jam   | cut        | printed               | printing                    | cut 1-20             | printed                | cut 1-20  | printed | cut 1-20
hot head     | before     | notStarted headHot    | -                           | -                    | notStarted headHot     | -         | -       | -
hot head     | first line | printed               | printing headHot printing   | cut 1-20             | notConfirmed cancelled | cut 1-2   | unknown | cut 1-2
hot head     | middle     | printed               | printing headHot printing   | cut 1-20             | notConfirmed cancelled | cut 1-11  | unknown | cut 1-11
hot head     | last line  | printed               | printing headHot printing   | cut 1-20             | notConfirmed cancelled | cut 1-20  | unknown | cut 1-20
hot head     | cut        | printed               | printing headHot            | cut 1-20             | notConfirmed cancelled | cut 1-20  | printed | cut 1-20
power off    | before     | notStarted unknown    | -                           | -                    | notStarted unknown     | -         | -       | -
power off    | first line | notConfirmed noAnswer | printing                    | cut 1-1              | notConfirmed cancelled | cut 1-1   | unknown | cut 1-1
power off    | middle     | notConfirmed noAnswer | printing                    | cut 1-10             | notConfirmed cancelled | cut 1-10  | unknown | cut 1-10
power off    | last line  | notConfirmed noAnswer | printing                    | cut 1-19             | notConfirmed cancelled | cut 1-19  | unknown | cut 1-19
power off    | cut        | notConfirmed noAnswer | printing                    | cut 1-20             | notConfirmed cancelled | cut 1-20  | printed | cut 1-20
line pulled  | before     | notStarted offline    | -                           | -                    | notStarted offline     | -         | -       | -
line pulled  | first line | notConfirmed offline  | printing                    | cut 1-20             | notConfirmed offline   | cut 1-20  | printed | cut 1-20
line pulled  | middle     | notConfirmed offline  | printing                    | cut 1-20             | notConfirmed offline   | cut 1-20  | printed | cut 1-20
line pulled  | last line  | notConfirmed offline  | printing                    | cut 1-20             | notConfirmed offline   | cut 1-20  | printed | cut 1-20
line pulled  | cut        | notConfirmed offline  | printing                    | cut 1-20             | notConfirmed offline   | cut 1-20  | printed | cut 1-20
silent       | before     | notStarted unknown    | -                           | -                    | notStarted unknown     | -         | -       | -
silent       | first line | notConfirmed noAnswer | printing                    | cut 1-20             | notConfirmed cancelled | cut 1-20  | printed | cut 1-20
silent       | middle     | notConfirmed noAnswer | printing                    | cut 1-20             | notConfirmed cancelled | cut 1-20  | printed | cut 1-20
silent       | last line  | notConfirmed noAnswer | printing                    | cut 1-20             | notConfirmed cancelled | cut 1-20  | printed | cut 1-20
silent       | cut        | notConfirmed noAnswer | printing                    | cut 1-20             | notConfirmed cancelled | cut 1-20  | printed | cut 1-20
host restart | before     | notStarted offline    | -                           | -                    | notStarted offline     | -         | -       | -
host restart | first line | notConfirmed offline  | printing                    | cut 1-20             | notConfirmed offline   | cut 1-20  | printed | cut 1-20
host restart | middle     | notConfirmed offline  | printing                    | cut 1-20             | notConfirmed offline   | cut 1-20  | printed | cut 1-20
host restart | last line  | notConfirmed offline  | printing                    | cut 1-20             | notConfirmed offline   | cut 1-20  | printed | cut 1-20
host restart | cut        | notConfirmed offline  | printing                    | cut 1-20             | notConfirmed offline   | cut 1-20  | printed | cut 1-20
`;

const cases = table
  .trim()
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));

function keyIn<Known extends object>(known: Known, name: string | undefined): keyof Known {
  const found = Object.keys(known).find((key) => key === name);
  if (found === undefined) throw new Error(`not in the list: ${name}`);
  return found as keyof Known;
}

test('the table has every fault at every moment', () => {
  const expected = Object.keys(faults).flatMap((fault) => Object.keys(moments).map((moment) => [fault, moment]));
  expect(cases.map(([fault, moment]) => [fault, moment])).toEqual(expected);
});

describe.each(['epson-tm', 'generic', 'custom'] as const)('profile %s', (profile) => {
  test.each(cases)('%s, %s', async (faultName, momentName, told, progress, papers, back, backPapers, record, left) => {
    const fault = keyIn(faults, faultName);
    const moment = keyIn(moments, momentName);
    const waited = await live(profile, fault, moment, 'waited for');
    expect([waited.told, waited.progress, waited.papers]).toEqual([told, progress, papers]);
    const takenBack = await live(profile, fault, moment, 'taken back');
    expect([takenBack.told, takenBack.papers]).toEqual([back, backPapers]);
    const crashed = await live(profile, fault, moment, 'crash');
    const hasRecord = profile !== 'generic' || record === '-';
    expect([crashed.record, crashed.papers]).toEqual([hasRecord ? record : 'unknown', left]);
  });
});
