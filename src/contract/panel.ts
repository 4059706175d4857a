// Panel: what the simulated hall shows to its panel page, and everything a person can do there. Nothing of it ships to a
// hall with real devices.

import * as v from 'valibot';
import type { Result } from '../base/result.ts';
import type { CellId, CellSize } from '../core/cell.ts';
import { cellId, shortText } from './fields.ts';
import { type ParseProblem, parseWith } from './parse.ts';

/** Each line is one cable from the computer to a device, or to several boards. */
export const hallLines = [
  'hallReader',
  'kioskReader',
  'cabinet',
  'hallDoor',
  'receiptPrinter',
  'documentPrinter',
  'codeScanner',
] as const;
export type HallLineName = (typeof hallLines)[number];

export const hallReaders = ['hallReader', 'kioskReader'] as const;
export type HallReaderName = (typeof hallReaders)[number];

/** What people carry to a cell and away from it. */
export const thingKinds = ['businessLicence', 'foodLicence', 'approval', 'certificate', 'envelope'] as const;
export type ThingKind = (typeof thingKinds)[number];

const chance = v.optional(v.pipe(v.number(), v.minValue(0, 'must be at least 0'), v.maxValue(1, 'must be at most 1')));
const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(least), v.maxValue(most));

/** Faults of one line; what is left out is sound. The same words as `WireFaults` of the faulty wire. */
export const lineFaultsSchema = v.strictObject({
  pieceBytes: v.optional(wholeNumber(1, 1_000)),
  drop: chance,
  flipBit: chance,
  noise: chance,
  repeat: chance,
  glue: chance,
  delayMs: v.optional(wholeNumber(0, 60_000)),
  echo: v.optional(v.boolean()),
  dead: v.optional(v.boolean()),
});
export type LineFaults = v.InferOutput<typeof lineFaultsSchema>;

const line = v.picklist(hallLines);
const reader = v.picklist(hallReaders);
const id = shortText(60);

export const hallActSchema = v.variant(
  'do',
  [
    v.strictObject({ do: v.literal('layCard'), person: id, reader }),
    v.strictObject({ do: v.literal('takeCard'), reader }),
    v.strictObject({ do: v.literal('pushShut'), cell: cellId }),
    /** Pulls at a door whose latch may hold. */
    v.strictObject({ do: v.literal('pull'), cell: cellId }),
    v.strictObject({ do: v.literal('openByKey'), cell: cellId }),
    v.strictObject({ do: v.literal('jam'), cell: cellId, jammed: v.boolean() }),
    v.strictObject({ do: v.literal('putIn'), cell: cellId, thing: id }),
    v.strictObject({ do: v.literal('takeOut'), cell: cellId }),
    v.strictObject({ do: v.literal('killBoard'), board: id, dead: v.boolean() }),
    v.strictObject({ do: v.literal('pushHallDoor') }),
    v.strictObject({ do: v.literal('shutHallDoor') }),
    v.strictObject({ do: v.literal('pressExit') }),
    /** The building's fire panel, which frees the hall door by itself. */
    v.strictObject({ do: v.literal('setFire'), on: v.boolean() }),
    /** The box of the hall door's electronics. */
    v.strictObject({ do: v.literal('setTamper'), open: v.boolean() }),
    /** Holds a code before the scanner for a moment. */
    v.strictObject({ do: v.literal('holdCode'), code: shortText(100) }),
    v.strictObject({ do: v.literal('takePaper'), number: wholeNumber(1, 1_000_000) }),
    v.strictObject({ do: v.literal('setRoll'), roll: v.picklist(['full', 'low', 'out']) }),
    v.strictObject({ do: v.literal('setCover'), open: v.boolean() }),
    v.strictObject({ do: v.literal('setTray'), tray: v.picklist(['full', 'out', 'jam']) }),
    v.strictObject({ do: v.literal('plug'), line, plugged: v.boolean() }),
    v.strictObject({ do: v.literal('setFaults'), line, faults: lineFaultsSchema }),
  ],
  'is nothing that can be done in this hall',
);
export type HallAct = v.InferOutput<typeof hallActSchema>;

/** Why something could not be done; nothing has changed then. */
export type HallProblem =
  | 'noSuchPerson'
  | 'noSuchCell'
  | 'noSuchBoard'
  | 'noSuchPaper'
  /** Another card lies on that reader. */
  | 'readerTaken'
  /** There is no card on that reader. */
  | 'noCard'
  /** The latch or the strike holds. */
  | 'locked'
  | 'doorShut'
  | 'cellFull'
  | 'cellEmpty'
  /** Nobody holds that thing. */
  | 'notInHand'
  /** The address of an unplugged line was taken by another program meanwhile. */
  | 'portTaken';

/** The answer to `POST /do`. */
export type HallAnswer = Result<void, HallProblem>;

export interface HallPersonShown {
  readonly id: string;
  readonly name: string;
  readonly englishName: string | undefined;
  readonly kind: 'resident' | 'hongKongMacaoTaiwan' | 'foreigner2017' | 'foreigner2023';
  /** What the synthetic person plays, as the person's list says, e.g. `citizen`, `depositor`. */
  readonly role: string;
  /** Of staff only: synthetic, so that whoever tries the hall can type it. */
  readonly pin: string | undefined;
  readonly expired: boolean;
  readonly at: HallReaderName | 'hand';
}

export interface Thing {
  readonly id: string;
  readonly kind: ThingKind;
}

export interface HallCellShown {
  readonly cell: CellId;
  readonly size: CellSize;
  readonly board: string;
  readonly door: 'open' | 'shut';
  readonly jammed: boolean;
  readonly thing: Thing | null;
}

export interface HallPaper {
  /** Counts from 1 and is never used twice in one hall folder. */
  readonly number: number;
  /** A slip is kept as `/papers/N.png`, a document as `/papers/N.pdf`. */
  readonly is: 'slip' | 'document';
  /** UTC ms. */
  readonly at: number;
  readonly taken: boolean;
}

export interface HallLineShown {
  readonly line: HallLineName;
  readonly plugged: boolean;
  /** Whether a computer holds the line open. */
  readonly connected: boolean;
  readonly faults: LineFaults;
}

/** The whole hall as a person standing in it would see it. */
export interface HallState {
  readonly people: readonly HallPersonShown[];
  readonly hallDoor: {
    readonly leaf: 'open' | 'shut';
    readonly strike: 'held' | 'released';
    readonly fire: boolean;
    readonly tampered: boolean;
  };
  readonly banks: readonly { readonly bank: string; readonly columns: readonly (readonly HallCellShown[])[] }[];
  readonly boards: readonly { readonly board: string; readonly dead: boolean }[];
  readonly hands: readonly Thing[];
  readonly receiptPrinter: { readonly roll: 'full' | 'low' | 'out'; readonly cover: 'open' | 'shut' };
  readonly documentPrinter: { readonly tray: 'full' | 'out' | 'jam' };
  /** Newest first. */
  readonly papers: readonly HallPaper[];
  readonly lines: readonly HallLineShown[];
}

/** One piece of bytes as it went over a line. Pieces that carry a card's data show their beginning only. */
export interface BusFrame {
  readonly line: HallLineName;
  /** Counts from 1 on each line. */
  readonly number: number;
  /** UTC ms. */
  readonly at: number;
  readonly to: 'device' | 'computer';
  readonly hex: string;
  /** Bytes of the whole piece; more than `hex` shows when the rest is hidden. */
  readonly length: number;
}

/** Server-sent events of `GET /events`: `state` carries a HallState, `frames` a list of BusFrame. */
export const panelEvents = { state: 'state', frames: 'frames' } as const;

/** Reads the body of `POST /do`. */
export function parseHallAct(data: unknown): Result<HallAct, ParseProblem> {
  return parseWith(hallActSchema, data);
}
