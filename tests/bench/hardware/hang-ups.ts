// Hang-ups (G10): pseudo-terminals are killed, one or all at once, while requests are out. Counted are lines that notice
// late, promises that outlive their deadline, lines that open late when the port is back, and old bytes that come out.

import { closeSync, constants, openSync, readSync } from 'node:fs';
import { lock8aDialect } from '../../../hardware/drivers/lock-board-8a/dialect.ts';
import type { Priority, RequestProblem } from '../../../hardware/transport/line.ts';
import { createSerialTransport } from '../../../hardware/transport/serial.ts';
import { pause, systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import type { Result } from '../../../src/base/result.ts';
import { startPseudoTerminal } from '../../support/pseudo-terminal.ts';
import { realTime } from '../../support/test-time.ts';
import { median, most, msText, percentile } from '../figures.ts';
import { atMost, type Bench, type Scale } from '../goals.ts';

const killCounts: Readonly<Record<Scale, number>> = { tiny: 4, usual: 60, full: 1_000 };
const portCount = 4;
const speed = 9_600;
const replyMs = 150;
/** Timers may be late by so much on a busy machine before a promise counts as forgotten. */
const timerSlackMs = 50;
/** So long a reopened port is listened to for bytes that nobody has sent since. */
const listenMs = 100;
/** A line that has noticed nothing by then never will. */
const patienceMs = 1_000;

interface Tally {
  readonly noticedMs: number[];
  readonly reopenedMs: number[];
  kills: number;
  requests: number;
  overdue: number;
  sentWhileClosed: number;
  oldBytes: number;
}

/** The device's end, without a listener of its own: what has arrived is read when it is asked for. */
function openDeviceEnd(path: string) {
  const file = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  return {
    received(): Uint8Array {
      const bytes = Buffer.alloc(4_096);
      try {
        return bytes.subarray(0, readSync(file, bytes));
      } catch (error) {
        // Nothing there (EAGAIN), or the other end has gone (EIO).
        if (error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EIO')) {
          return new Uint8Array();
        }
        throw error;
      }
    },
    close: () => closeSync(file),
  };
}

async function openPort(number: number, tally: Tally) {
  const terminal = await startPseudoTerminal();
  const transport = createSerialTransport({ path: terminal.computerPath, speed, clock: systemClock });
  const random = seededRandom(number + 1).next;
  const boards = new Map([[1, 24]]);
  const line = lock8aDialect.openLine({ transport, boards, random, clock: systemClock, log: silentLog });
  let device = openDeviceEnd(terminal.devicePath);
  let openedAt = Number.NaN;
  let closedAt = Number.NaN;
  line.onOpen((open) => {
    if (open) openedAt = systemClock.monotonic();
    else closedAt = systemClock.monotonic();
  });
  line.start();

  async function ask(priority: Priority): Promise<Result<unknown, RequestProblem>> {
    const from = systemClock.monotonic();
    const waitMs = 300;
    const query = lock8aDialect.query(1, 24);
    const answer = await line.request({ bytes: query, priority, replyMs, waitMs, match: (frame) => frame });
    const deadline = from + waitMs + (query.length * 10_000) / speed + replyMs;
    tally.requests += 1;
    if (systemClock.monotonic() > deadline + timerSlackMs) tally.overdue += 1;
    return answer;
  }

  async function isWithin(ms: number, condition: () => boolean): Promise<boolean> {
    const end = systemClock.monotonic() + ms;
    while (systemClock.monotonic() < end) {
      if (condition()) return true;
      await pause(systemClock, 1);
    }
    return false;
  }

  return {
    isOpen: () => line.isOpen(),
    async killAndReturn(downMs: number) {
      tally.kills += 1;
      // One is out, the others wait: all of them end here.
      const asked = [ask('idle'), ask('active'), ask('unlock')];
      await pause(systemClock, 30);
      closedAt = Number.NaN;
      const killedAt = systemClock.monotonic();
      await terminal.cut();
      const noticed = await isWithin(patienceMs, () => !Number.isNaN(closedAt));
      tally.noticedMs.push(noticed ? closedAt - killedAt : Number.POSITIVE_INFINITY);
      asked.push(ask('unlock'), ask('unlock'));
      const answers = await Promise.all(asked);
      if (answers.slice(-2).some((answer) => answer.ok || answer.problem !== 'notSent')) tally.sentWhileClosed += 1;
      device.close();
      await pause(systemClock, downMs);

      openedAt = Number.NaN;
      await terminal.restart();
      const returnedAt = systemClock.monotonic();
      device = openDeviceEnd(terminal.devicePath);
      const reopened = await isWithin(10 * patienceMs, () => !Number.isNaN(openedAt));
      tally.reopenedMs.push(reopened ? Math.max(0, openedAt - returnedAt) : Number.POSITIVE_INFINITY);
      await pause(systemClock, listenMs);
      tally.oldBytes += device.received().length;
      // The line works, and this end hears: else the silence before would have said nothing.
      await ask('active');
      const heard = await isWithin(patienceMs, () => device.received().length > 0);
      if (!heard) throw new Error('a reopened line carries nothing');
    },
    async close() {
      await line.stop();
      device.close();
      await terminal.kill();
    },
  };
}

async function killPorts(count: number): Promise<Tally> {
  const tally: Tally = {
    noticedMs: [],
    reopenedMs: [],
    kills: 0,
    requests: 0,
    overdue: 0,
    sentWhileClosed: 0,
    oldBytes: 0,
  };
  const random = seededRandom(9);
  const ports: Awaited<ReturnType<typeof openPort>>[] = [];
  try {
    for (let number = 0; number < portCount; number += 1) ports.push(await openPort(number, tally));
    await realTime().until('all ports are open', () => ports.every((port) => port.isOpen()));
    while (tally.kills < count) {
      const victims = random.chance(0.5) ? ports : [random.pick(ports)];
      await Promise.all(victims.map((port) => port.killAndReturn(random.between(0, 300))));
    }
  } finally {
    await Promise.all(ports.map((port) => port.close()));
  }
  return tally;
}

export const benchHangUps: Bench = async ({ scale, say }) => {
  say(`Hang-ups of ${portCount} pseudo-terminals, one or all at once`);
  const tally = await killPorts(killCounts[scale]);
  const { kills, noticedMs, reopenedMs, requests, overdue, sentWhileClosed, oldBytes } = tally;
  const three = (values: readonly number[]) =>
    `${msText(median(values))} (median), ${msText(percentile(values, 0.99))} (p99), ${msText(most(values))} (longest)`;
  say(`  ${kills} kills; known after ${three(noticedMs)}; open again ${three(reopenedMs)} after the return`);
  say(`  ${requests} requests: ${overdue} past their deadline; ${oldBytes} old bytes came out`);
  return [
    atMost({ id: 'G10.noticed', what: `ms until a hang-up is known, longest of ${kills}`, value: most(noticedMs) }, 50),
    atMost(
      { id: 'G10.reopened', what: 'ms from the return of the port to the open line, longest', value: most(reopenedMs) },
      500,
    ),
    atMost({ id: 'G10.pending', what: `promises past their deadline, of ${requests}`, value: overdue }, 0),
    atMost(
      { id: 'G10.refused', what: 'kills after which a request was not refused as unsent', value: sentWhileClosed },
      0,
    ),
    atMost({ id: 'G10.old', what: 'bytes from before that came out of a reopened port', value: oldBytes }, 0),
  ];
};
