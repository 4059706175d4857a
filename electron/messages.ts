// Messages: the shape of what crosses between page, shell and controller. What an act says is the controller's to judge.

import { failed, ok, type Result } from '../src/base/result.ts';
import type { ToController, ToWindow } from '../src/contract/rpc.ts';
import type { View } from '../src/contract/view.ts';

/** Longest act in characters of JSON; the longest real one has about a hundred. */
const maxActLength = 10_000;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCallNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** From the preload of a page: what it passes on, or whether it still turns and shows something. */
export type FromPage = ToController | PageAlive;
export interface PageAlive {
  readonly is: 'alive';
  /** False for a page on which nothing is drawn. */
  readonly drawn: boolean;
}

export function readFromPage(data: unknown): Result<FromPage, 'notAMessage'> {
  if (!isObject(data)) return failed('notAMessage');
  if (data['is'] === 'alive') return ok({ is: 'alive', drawn: data['drawn'] === true });
  if (data['is'] === 'hello') return ok({ is: 'hello' });
  if (data['is'] === 'call' && isCallNumber(data['number'])) {
    return ok({ is: 'call', number: data['number'], act: data['act'] });
  }
  return failed('notAMessage');
}

/** Views come from our own controller: enough is looked at to keep garbage from the page, not to parse every field again. */
export function isPing(data: unknown): boolean {
  return isObject(data) && data['is'] === 'ping';
}

export function readToWindow(data: unknown): Result<ToWindow, 'notAMessage'> {
  if (!isObject(data)) return failed('notAMessage');
  if (data['is'] === 'answer' && isCallNumber(data['number']) && isAnswer(data['answer'])) {
    return ok({ is: 'answer', number: data['number'], answer: data['answer'] });
  }
  if (data['is'] === 'view' && isView(data['view'])) return ok({ is: 'view', view: data['view'] });
  return failed('notAMessage');
}

function isAnswer(value: unknown): value is Extract<ToWindow, { is: 'answer' }>['answer'] {
  if (!isObject(value)) return false;
  if (value['ok'] === true) return true;
  const problem = value['problem'];
  return value['ok'] === false && isObject(problem) && ['badCall', 'notNow'].includes(String(problem['problem']));
}

function isView(value: unknown): value is View {
  return (
    isObject(value) &&
    typeof value['sequence'] === 'number' &&
    isObject(value['screen']) &&
    typeof value['screen']['at'] === 'string'
  );
}

/** An act as plain data: what JSON can't carry, or what is far too long, goes no further than the shell. */
export function plainAct(act: unknown): Result<unknown, 'notPlain' | 'tooLong'> {
  let text: string | undefined;
  try {
    text = JSON.stringify(act);
  } catch {
    return failed('notPlain');
  }
  if (text === undefined) return failed('notPlain');
  return text.length > maxActLength ? failed('tooLong') : ok(JSON.parse(text));
}
