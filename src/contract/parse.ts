// Parse: turns unknown data into a trusted value, or into one line a person can act on: where and why.

import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';

/** All problems of one value, each as `place: reason`, e.g. `devices.boards.0.address: must be 1 to 255`. */
export interface ParseProblem {
  readonly lines: readonly string[];
}

export function parseWith<Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema,
  data: unknown,
): Result<v.InferOutput<Schema>, ParseProblem> {
  const parsed = v.safeParse(schema, data);
  if (parsed.success) return ok(parsed.output);
  const lines = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
  return failed({ lines: [...new Set(lines)] });
}

/** JSON text → value; a text that is no JSON is a problem like any other. */
export function parseJsonWith<Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema,
  text: string,
): Result<v.InferOutput<Schema>, ParseProblem> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return failed({ lines: [`the whole: not JSON (${error instanceof Error ? error.message : 'unreadable'})`] });
  }
  return parseWith(schema, data);
}
