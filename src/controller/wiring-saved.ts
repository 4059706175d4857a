// Wiring saved: a wizard's state on disk, so that it can be gone on with. Another form, or a damaged file, is refused.

import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';
import { parseJsonWith } from '../contract/parse.ts';
import { resumeWiring, type WiringState } from '../core/wiring.ts';

const text = v.string();
const count = v.number();
const place = { board: text, channel: count };
const cell = v.pipe(text, v.regex(/^[A-Z]{1,2}\d{1,3}$/, 'must be like A07'));
const planned = v.object({
  board: text,
  name: text,
  cells: v.array(v.object({ cell, size: v.picklist(['small', 'medium', 'large']), channel: count })),
});
const sensor = v.variant('is', [
  v.object({
    is: v.literal('seen'),
    board: text,
    bit: count,
    feedback: v.picklist(['closedWhenSet', 'openWhenSet']),
  }),
  v.object({ is: v.literal('none') }),
  v.object({ is: v.literal('broken') }),
]);
const openingMs = v.nullable(count);
const job = v.variant('is', [
  v.object({ is: v.literal('learn'), ...place }),
  v.object({ is: v.literal('accept'), cell, ...place }),
]);
const savedSchema = v.looseObject({
  form: v.literal(1, 'is of another version'),
  wall: count,
  ms: count,
  touched: count,
  boards: v.array(v.object({ model: text, address: count, bits: count, disturbed: v.boolean() })),
  expected: v.array(planned),
  layout: v.array(v.object({ bank: text, columns: v.array(v.array(cell)) })),
  plan: v.array(planned),
  leftOut: v.array(text),
  baseline: v.record(text, v.array(v.boolean())),
  pulses: v.array(v.object({ ...place, at: count })),
  jobs: v.array(job),
  findings: v.array(
    v.object({
      ...place,
      at: count,
      result: v.variant('is', [
        v.object({ is: v.literal('learnt'), cell, sensor, openingMs }),
        v.object({ is: v.literal('failed'), why: text }),
      ]),
    }),
  ),
  trials: v.array(
    v.object({
      ...place,
      cell,
      at: count,
      openings: v.array(v.object({ openingMs })),
      troubles: v.array(text),
      result: v.union([v.picklist(['running', 'passed']), v.object({ failed: text })]),
    }),
  ),
});

/** Goes on with what the text of a saved state says; the lines name what is wrong with it. */
export function wiringFrom(saved: string, now: number): Result<WiringState, readonly string[]> {
  const parsed = parseJsonWith(savedSchema, saved);
  // The schema has checked every part that a step reads; names of cells and troubles keep their narrower types.
  return parsed.ok ? ok(resumeWiring(parsed.value as unknown as WiringState, now)) : failed(parsed.problem.lines);
}

export function readWiring(file: string, now: number): Result<WiringState, readonly string[]> {
  if (!existsSync(file)) return failed(['there is no such file']);
  return wiringFrom(readFileSync(file, 'utf8'), now);
}
