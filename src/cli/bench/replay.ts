// Replay: gives a simulator what a computer once sent to the real device, and sets its answers beside the recorded ones.

import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import type { Simulator } from '../../../hardware/transport/wire.ts';
import { fromHex, toHex } from '../../base/bytes.ts';
import { type Clock, pause } from '../../base/clock.ts';
import { certain } from '../../base/result.ts';
import type { Trace, TraceLine } from './trace.ts';

export interface Exchange {
  /** ms since the beginning of the trace. */
  readonly ms: number;
  readonly asked: string;
  readonly recorded: string;
  readonly simulated: string;
  /**
   * `same`: the same bytes, as far as they were recorded. `sameShape`: as many bytes with the same beginning; the values
   * differ, as those of another device do. `different`: another kind of answer, or one side was silent.
   */
  readonly verdict: 'same' | 'sameShape' | 'different';
}

type Bytes = Extract<TraceLine, { readonly is: 'bytes' }>;

/** How long the simulator may answer after the last request. */
const tailMs = 2_000;
const lookMs = 10;
/** Header and address of every protocol stand in the first two bytes. */
const headDigits = 4;

export async function replay(trace: Trace, simulator: Simulator, clock: Clock): Promise<readonly Exchange[]> {
  const link = createMemoryLink({ clock });
  simulator.attach(link.wire);
  await link.transport.open();
  let answer = '';
  link.transport.onBytes((bytes) => {
    answer += toHex(bytes);
  });

  /** A computer that is busy hears the simulator later than it once heard the device: that is no other answer. */
  async function answered(recorded: readonly Bytes[]): Promise<void> {
    const digits = 2 * recorded.reduce((sum, piece) => sum + piece.length, 0);
    for (let waited = 0; answer.length < digits && waited < tailMs; waited += lookMs) await pause(clock, lookMs);
  }

  const requests = trace.lines.filter(isBytes).filter(({ from }) => from === 'host');
  const exchanges: Exchange[] = [];
  for (const [place, request] of requests.entries()) {
    const next = requests[place + 1];
    answer = '';
    const bytes = fromHex(request.hex);
    await link.transport.send(certain(bytes.ok ? bytes.value : undefined, 'hex that was checked when it was read'));
    const recorded = recordedBetween(trace, request, next);
    await pause(clock, next === undefined ? tailMs : next.ms - request.ms);
    await answered(recorded);
    exchanges.push(compare(request, recorded, answer));
  }
  await link.transport.close();
  return exchanges;
}

function isBytes(line: TraceLine): line is Bytes {
  return line.is === 'bytes';
}

function recordedBetween(trace: Trace, request: Bytes, next: Bytes | undefined): readonly Bytes[] {
  const from = trace.lines.indexOf(request);
  const to = next === undefined ? trace.lines.length : trace.lines.indexOf(next);
  return trace.lines.slice(from + 1, to).filter(isBytes);
}

function compare(request: Bytes, recorded: readonly Bytes[], simulated: string): Exchange {
  const told = recorded.map(({ hex }) => hex).join('');
  const length = recorded.reduce((sum, piece) => sum + piece.length, 0);
  const isWhole = told.length === length * 2;
  const isSame = isWhole
    ? told === simulated
    : length * 2 === simulated.length && simulated.startsWith(recorded[0]?.hex ?? '');
  const isAlike = length * 2 === simulated.length && told.slice(0, headDigits) === simulated.slice(0, headDigits);
  return {
    ms: request.ms,
    asked: request.hex,
    recorded: told,
    simulated,
    verdict: isSame ? 'same' : isAlike ? 'sameShape' : 'different',
  };
}
