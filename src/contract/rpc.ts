// RPC: what the window may ask of the controller. One schema for each act; anything else is refused by name and reason.

import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';
import type { Act } from '../core/act.ts';
import { mostFound } from '../core/checking.ts';
import { mostPoints, mostStrokes, signatureSide } from '../core/signature.ts';
import { mostRounds } from '../core/trying.ts';
import { cellId, itemId, recallPlace, shortText, whole } from './fields.ts';
import { parseWith } from './parse.ts';
import type { View } from './view.ts';

const board = shortText(60);
const channel = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255));
const wiringWord = v.variant('is', [
  v.strictObject({ is: v.picklist(['search', 'allShut', 'shut', 'giveUp', 'accept', 'stop']) }),
  v.strictObject({ is: v.literal('leftOut'), board }),
  v.strictObject({ is: v.picklist(['go', 'learn']), board, channel }),
  v.strictObject({ is: v.literal('door'), opened: v.union([v.picklist(['none', 'several']), cellId]) }),
  v.strictObject({ is: v.literal('sensor'), has: v.picklist(['none', 'broken']) }),
  v.strictObject({ is: v.literal('repeat'), cell: cellId }),
]);

/** x and y in turn. */
const stroke = v.pipe(
  v.array(whole(0, signatureSide)),
  v.minLength(2),
  v.maxLength(2 * mostPoints, `must have at most ${mostPoints} points`),
  v.check((numbers) => numbers.length % 2 === 0, 'must be pairs'),
);
const strokes = v.pipe(v.array(stroke), v.minLength(1), v.maxLength(mostStrokes));

export const actSchema = v.variant(
  'act',
  [
    v.strictObject({ act: v.literal('chooseLanguage'), language: v.picklist(['zh', 'en']) }),
    v.strictObject({ act: v.literal('elder'), on: v.boolean() }),
    v.strictObject({ act: v.literal('stay') }),
    v.strictObject({ act: v.literal('back') }),
    v.strictObject({ act: v.literal('finish') }),
    v.strictObject({ act: v.picklist(['callHelp', 'withdrawHelp']) }),
    v.strictObject({ act: v.literal('useCode') }),
    v.strictObject({
      act: v.literal('enterCode'),
      code: v.pipe(v.string(), v.regex(/^\d{6}$/, 'must be six digits')),
      phone: v.pipe(v.string(), v.regex(/^\d{4}$/, 'must be four digits')),
    }),
    v.strictObject({ act: v.literal('sayShut'), cell: cellId }),
    v.strictObject({ act: v.literal('showDocuments') }),
    v.strictObject({ act: v.literal('print'), document: shortText(60) }),
    v.strictObject({ act: v.literal('stopPrinting') }),
    v.strictObject({ act: v.literal('answerPrinted'), printed: v.boolean() }),
    v.strictObject({ act: v.literal('showLicences') }),
    v.strictObject({ act: v.picklist(['collect', 'extendHold']), cell: cellId }),
    v.strictObject({ act: v.literal('sign'), strokes }),
    v.strictObject({ act: v.literal('skipSignature') }),
    v.strictObject({ act: v.literal('answerOpened'), opened: v.boolean() }),
    v.strictObject({ act: v.literal('answerTaken'), taken: v.boolean() }),
    v.strictObject({ act: v.literal('sayEmpty') }),
    v.strictObject({ act: v.literal('sayMissing'), item: itemId }),
    v.strictObject({ act: v.literal('sayNotMine') }),
    v.strictObject({ act: v.literal('reopen') }),
    v.strictObject({ act: v.literal('printDelivery') }),
    v.strictObject({ act: v.literal('showDropOffs') }),
    v.strictObject({ act: v.picklist(['dropOff', 'printDropOff', 'keepCell', 'letCellGo']), item: itemId }),
    v.strictObject({ act: v.literal('confirmDropOff'), putIn: v.boolean() }),
    v.strictObject({ act: v.literal('pin'), digits: v.pipe(v.string(), v.regex(/^\d{6}$/, 'must be six digits')) }),
    v.strictObject({ act: v.literal('deposit'), item: itemId }),
    v.strictObject({ act: v.literal('confirmDeposit'), putIn: v.boolean() }),
    v.strictObject({ act: v.literal('largerCell') }),
    v.strictObject({ act: v.literal('openAgain') }),
    v.strictObject({ act: v.literal('answerLeftEmpty'), empty: v.boolean() }),
    v.strictObject({ act: v.literal('undoDeposit') }),
    v.strictObject({
      act: v.picklist(['showRecalls', 'showWorksheet', 'askOpenAll', 'stopOpenAll', 'sayAllShut', 'serveVerified']),
    }),
    v.strictObject({ act: v.literal('printSheet'), which: v.picklist(['doubtful', 'all']) }),
    v.strictObject({
      act: v.literal('foundItems'),
      cell: cellId,
      items: v.pipe(v.array(itemId), v.minLength(1), v.maxLength(mostFound)),
    }),
    v.strictObject({ act: v.picklist(['recall', 'skipRecall']), cell: cellId }),
    v.strictObject({ act: v.literal('recalled'), place: recallPlace }),
    v.strictObject({ act: v.literal('notRecalled'), why: v.picklist(['notThere', 'leftInside']) }),
    v.strictObject({ act: v.picklist(['retrySync', 'printReport']) }),
    v.strictObject({
      act: v.literal('tryDevice'),
      device: shortText(60),
      level: v.picklist(['external', 'interactive']),
      cell: v.nullable(cellId),
      times: whole(1, mostRounds),
    }),
    v.strictObject({ act: v.literal('judgeTest'), good: v.boolean() }),
    v.strictObject({ act: v.literal('testDevice'), device: shortText(60) }),
    v.strictObject({ act: v.literal('resumeBoard'), board }),
    v.strictObject({ act: v.picklist(['openForLook', 'closeCell']), cell: cellId }),
    v.strictObject({ act: v.literal('verifyCell'), cell: cellId, found: v.picklist(['empty', 'item', 'other']) }),
    v.strictObject({ act: v.literal('beginWiring'), line: shortText(200) }),
    v.strictObject({
      act: v.literal('placeBoard'),
      board,
      bank: v.pipe(v.string(), v.regex(/^[A-Z]{1,2}$/, 'must be one or two letters')),
      count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255)),
    }),
    v.strictObject({ act: v.literal('wiring'), say: wiringWord }),
  ],
  'is not a call that this kiosk knows',
) satisfies v.GenericSchema<unknown, Act>;

export type CallProblem =
  /** No such call, or its arguments are wrong; `detail` says which. */
  | { readonly problem: 'badCall'; readonly detail: string }
  /** Known, but not on this screen or not for this person. Nothing was done. */
  | { readonly problem: 'notNow' };

export type CallAnswer = Result<void, CallProblem>;

export function parseAct(data: unknown): Result<Act, CallProblem> {
  const parsed = parseWith(actSchema, data);
  return parsed.ok ? ok(parsed.value) : failed({ problem: 'badCall', detail: parsed.problem.lines.join('; ') });
}

/** What crosses the message port between window and controller; `number` pairs an answer with its call. */
export type ToController =
  | { readonly is: 'call'; readonly number: number; readonly act: unknown }
  | { readonly is: 'hello' }
  | Ping;
export type ToWindow =
  | { readonly is: 'answer'; readonly number: number; readonly answer: CallAnswer }
  | { readonly is: 'view'; readonly view: View };

/** The shell asks controller and page whether they still turn; whoever does not answer hangs. */
export interface Ping {
  readonly is: 'ping';
}
export interface Pong {
  readonly is: 'pong';
}

/** What the preload (or the browser's stand-in for it) gives the page as `window.kiosk`. */
export interface KioskPort {
  call(act: Act): Promise<CallAnswer>;
  /** Told the latest view at once, then every new one. */
  onView(listener: (view: View) => void): () => void;
}
