// The benchmarks themselves: what they print, that they name their goals, and that they see a bad parser and a bad driver.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lock8aDialect } from '../../hardware/drivers/lock-board-8a/dialect.ts';
import type { LockFrame } from '../../hardware/drivers/lock-board-8a/protocol.ts';
import { createLockBoard8aSimulator } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { layOut } from '../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { createLine } from '../../hardware/transport/line.ts';
import { median, percentile } from './figures.ts';
import { atLeast, atMost, goalJson, goalTable } from './goals.ts';
import { benchAnswers, benchFamily } from './hardware/answers.ts';
import { bankFamily, lock8aBank } from './hardware/banks.ts';
import { benchProtocol } from './hardware/framing.ts';
import { type Cutter, streamProtocols } from './hardware/stream-protocols.ts';
import { benchPrinting } from './printing/printing.ts';
import { judgeReceipt } from './printing/receipt-judge.ts';
import { benchReceipt, ourReceipt } from './printing/receipts.ts';
import { benchStore } from './store/store.ts';

const tiny = { scale: 'tiny', say: () => undefined } as const;

it('prints each goal with its value, its target and whether it is met', () => {
  const goals = [
    atMost({ id: 'A', what: 'ratio', value: 1.2 }, 1.15),
    atLeast({ id: 'B', what: 'share', value: 1 }, 1),
    atMost({ id: 'C', what: 'not measured', value: Number.NaN }, 5),
  ];
  expect(JSON.parse(goalJson(goals))).toEqual({
    goals: [
      { id: 'A', what: 'ratio', value: 1.2, target: '<= 1.15', met: false },
      { id: 'B', what: 'share', value: 1, target: '>= 1', met: true },
      { id: 'C', what: 'not measured', value: null, target: '<= 5', met: false },
    ],
  });
  expect(
    goalTable(goals)
      .split('\n')
      .map((line) => line.split(/ {2,}/)[0]),
  ).toEqual(['NOT MET', 'met', 'NOT MET']);
});

it('takes the middle and the tail of what was measured', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
  const hundred = Array.from({ length: 100 }, (_, place) => place + 1);
  expect([percentile(hundred, 0.99), percentile(hundred, 1), percentile([7], 0.99)]).toEqual([99, 100, 7]);
});

it('refuses an area that it does not know', () => {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'bench.ts'), 'constructor'], { encoding: 'utf8' });
  expect(run.status).toBe(2);
  expect(run.stderr).toContain('usage: npm run bench');
});

it('finds nearly all good frames of every protocol, and sees when a parser loses some', async () => {
  for (const protocol of streamProtocols) {
    const bare = { ...protocol, peers: [] };
    const [found] = await benchProtocol(bare, tiny);
    expect(found?.id).toMatch(/^G9\.found\./);
    expect(found?.value).toBeGreaterThan(0.999);

    const [lost] = await benchProtocol({ ...bare, ours: () => losingEveryTenth(protocol.ours()) }, tiny);
    expect(lost).toMatchObject({ id: found?.id, met: false });
    expect(lost?.value).toBeLessThan(0.95);
  }
});

function losingEveryTenth(cutter: Cutter): Cutter {
  let count = 0;
  return {
    ...cutter,
    frames: (bytes) =>
      cutter.frames(bytes).filter(() => {
        count += 1;
        return count % 10 !== 0;
      }),
  };
}

it('tells of no wrong door with our drivers, and of many with one that trusts every frame', async () => {
  const goals = await benchAnswers(tiny);
  expect(goals.length).toBeGreaterThan(1);
  expect(goals.filter(({ met }) => !met)).toEqual([]);

  const { layout, lengths, looksRight } = lock8aBank;
  const trusting = bankFamily<LockFrame>({
    dialect: {
      ...lock8aDialect,
      openLine: (options) => createLine({ ...options, quietMs: 20, gapMs: 80, deframer: trustingDeframer() }),
      queryAnswer: (frame) => lock8aDialect.queryAnswer(frame, frame.is === 'contacts' ? frame.board : 0),
    },
    createSimulator: createLockBoard8aSimulator,
    layout,
    lengths,
    looksRight,
  });
  const goal = await benchFamily(trusting, 2_000, tiny.say);
  expect(goal).toMatchObject({ id: 'G9.accepted.lock-board-8a', met: false });
});

/** Seven bytes are an answer, whatever their checksum says. */
function trustingDeframer() {
  let kept: readonly number[] = [];
  return {
    push(bytes: Uint8Array): readonly LockFrame[] {
      kept = [...kept, ...bytes];
      if (kept.length < 7) return [];
      const [, board = 0, ...status] = kept.slice(0, 5);
      kept = [];
      return [{ is: 'contacts', board, status: Uint8Array.from(status) }];
    },
    reset() {
      kept = [];
    },
  };
}

it('prints the receipt and the proof, and follows a job on both printers', async () => {
  const goals = await benchPrinting(tiny);
  expect(goals.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['printing.receipt.speed', 'printing.proof.time', 'printing.ipp.simulator']),
  );
  expect(goals.filter(({ value }) => !Number.isFinite(value) || value <= 0)).toEqual([]);
  expect(goals.find(({ id }) => id === 'printing.receipt.right')).toMatchObject({ met: true });
});

it('measures the store, and finds no loss but in one that does not wait for the disk', async () => {
  const goals = await benchStore(tiny);
  expect(goals.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['G1.single', 'G1.batch', 'G2.durable', 'G3.median', 'G4.first', 'G4.check', 'G6.kill']),
  );
  expect(goals.filter(({ value }) => !Number.isFinite(value) || value < 0)).toEqual([]);
  expect(goals.filter(({ id, met }) => ['G6.lost', 'G6.selfCheck', 'G6.kill'].includes(id) && !met)).toEqual([]);
});

it('sees what is wrong with a receipt: words, the sign of the money, the QR code, the cut', () => {
  const laid = layOut(benchReceipt, 48);
  if (!laid.ok) throw new Error(laid.problem);
  const good = Buffer.from(ourReceipt()).toString('latin1');
  const judged = (bytes: string) => judgeReceipt(Buffer.from(bytes, 'latin1'), laid.value, 48).wrong.join('; ');
  expect(judged(good)).toBe('');
  expect(judged(good.replace('\xa3\xa4', '\x81\x30\x84\x36'))).toMatch(/lines wrong.*no ￥ sign/);
  expect(judged(good.replace('?c=7K2M', '?c=7K2N'))).toBe('the QR code says something else');
  expect(judged(good.replace('\x1d(k\x03\x001Q0', ''))).toBe('no QR code that can be read');
  expect(judged(good.replace('\x1dVB\x03', ''))).toBe('not cut');
});
