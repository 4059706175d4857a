// Trace: what passes over a line, shown with its time and direction and kept in a file that can be replayed. Neither holds
// what a card or a code says, unless the technician asks for it on the screen.

import { appendFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { shownFromDevice } from '../../../hardware/transport/shown-bytes.ts';
import type { TraceEntry } from '../../../hardware/transport/traced.ts';
import { toHex } from '../../base/bytes.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import { type DeviceConfig, deviceSchema } from '../../contract/devices.ts';
import { parseJsonWith } from '../../contract/parse.ts';

const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/, 'must be hex in small letters'));
const headSchema = v.strictObject({
  trace: v.literal(1),
  device: deviceSchema,
  /** A capsule: why a kiosk kept the last minute of a bus. */
  incident: v.optional(v.strictObject({ caseNumber: v.string(), at: v.number(), cell: v.string(), what: v.string() })),
});
const lineSchema = v.variant('is', [
  v.strictObject({
    is: v.literal('bytes'),
    ms: v.number(),
    from: v.picklist(['host', 'device']),
    /** All bytes, or their beginning where the rest is private. */
    hex,
    length: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.strictObject({ is: v.literal('opened'), ms: v.number() }),
  v.strictObject({ is: v.literal('closed'), ms: v.number() }),
  v.strictObject({ is: v.literal('notSent'), ms: v.number(), problem: v.string() }),
]);
export type TraceLine = v.InferOutput<typeof lineSchema>;

export interface Trace {
  readonly device: DeviceConfig;
  readonly lines: readonly TraceLine[];
}

export function lineFrom(entry: TraceEntry, driver: string, unmasked = false): TraceLine {
  const ms = Math.round(entry.ms * 10) / 10;
  if (entry.is !== 'bytes') return { ...entry, ms };
  const { is, from, bytes } = entry;
  const whole = toHex(bytes);
  return {
    is,
    ms,
    from,
    hex: from === 'host' || unmasked ? whole : shownFromDevice(driver, bytes),
    length: bytes.length,
  };
}

/** e.g. `   12.4 ms  host > device  8a 01 03 11 99`. */
export function showLine(line: TraceLine): string {
  const ms = `${line.ms.toFixed(1).padStart(9)} ms`;
  if (line.is === 'opened' || line.is === 'closed') return `${ms}  line ${line.is}`;
  if (line.is === 'notSent') return `${ms}  not sent: ${line.problem}`;
  const arrow = line.from === 'host' ? 'host > device' : 'host < device';
  const hidden = line.length - line.hex.length / 2;
  const bytes = line.hex.replace(/../g, '$& ').trim();
  return `${ms}  ${arrow}  ${bytes}${hidden > 0 ? ` [${hidden} bytes not shown]` : ''}`;
}

/** A file that is written line by line, so that a trace that was broken off is a trace too. */
export function recordTo(file: string, device: DeviceConfig): (entry: TraceEntry) => void {
  writeFileSync(file, `${JSON.stringify({ trace: 1, device })}\n`, { flag: 'wx' });
  return (entry) => appendFileSync(file, `${JSON.stringify(lineFrom(entry, device.driver))}\n`);
}

/** The problem names the line of the file. */
export function readTrace(text: string): Result<Trace, string> {
  const [first = '', ...rest] = text.split('\n').filter((line) => line !== '');
  const head = parseJsonWith(headSchema, first);
  if (!head.ok) return failed(`line 1: ${head.problem.lines.join('; ')}`);
  const lines: TraceLine[] = [];
  for (const [place, one] of rest.entries()) {
    const line = parseJsonWith(lineSchema, one);
    if (!line.ok) return failed(`line ${place + 2}: ${line.problem.lines.join('; ')}`);
    lines.push(line.value);
  }
  return ok({ device: head.value.device, lines });
}
