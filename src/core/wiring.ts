// Wiring: what the wizard knows while it learns which lock hangs on which channel and what its sensor says. Plain JSON,
// so that it can be put away at any moment and gone on with.

import type { CellId, CellSize } from './cell.ts';

/** A board that answered, as the search told it. */
export interface BoardHere {
  readonly model: string;
  readonly address: number;
  /** Sensor bits that its answer carries; often more than it has locks. */
  readonly bits: number;
  /** Two boards seem to answer at this address. */
  readonly disturbed: boolean;
}

/** Names a board while its place in the site is not known: model and address. */
export type BoardKey = string;

export function keyOf({ model, address }: Pick<BoardHere, 'model' | 'address'>): BoardKey {
  return `${model}/${address}`;
}

export interface PlannedCell {
  readonly cell: CellId;
  readonly size: CellSize;
  /** Where it should hang; what it hangs on is learnt. */
  readonly channel: number;
}

/** What the technician or the site file says of a board. */
export interface PlannedBoard {
  readonly board: BoardKey;
  /** Its name in the site file. */
  readonly name: string;
  readonly cells: readonly PlannedCell[];
}

/** How a bank looks from the front: columns from left to right, each from top to bottom. */
export interface BankLayout {
  readonly bank: string;
  readonly columns: readonly (readonly CellId[])[];
}

export type SeenFeedback = 'closedWhenSet' | 'openWhenSet';

export interface BitPlace {
  readonly board: BoardKey;
  /** Place among the bits as sent, from 0. */
  readonly bit: number;
}

export interface LockPlace {
  readonly board: BoardKey;
  readonly channel: number;
}

export type Sensor =
  | ({ readonly is: 'seen'; readonly feedback: SeenFeedback } & BitPlace)
  /** The lock has no contact. */
  | { readonly is: 'none' }
  /** It should have one, and nothing came. */
  | { readonly is: 'broken' };

/** Why an opening said nothing that can be relied on. */
export type Trouble =
  | 'notSent'
  | 'refused'
  | 'boardSilent'
  | 'nothingMoved'
  | 'twoSensors'
  | 'severalDoors'
  | 'sensorWithoutDoor'
  | 'sensorNotBack'
  | 'sensorLate'
  | 'shutTooSoon'
  | 'noSensorSeen'
  | 'wrongDoor'
  | 'wrongSensor'
  | 'sensorChanged'
  | 'interrupted';

/** What is known of one channel after its opening. */
export interface Finding extends LockPlace {
  /** UTC ms */
  readonly at: number;
  readonly result:
    | {
        readonly is: 'learnt';
        readonly cell: CellId;
        readonly sensor: Sensor;
        /** From the order to the sensor; null where nothing was read in time to tell. */
        readonly openingMs: number | null;
      }
    | { readonly is: 'failed'; readonly why: Trouble };
}

/** The acceptance of one cell. */
export interface Trial extends LockPlace {
  readonly cell: CellId;
  readonly at: number;
  /** One for each opening whose door was shut again; null where the time was not seen. */
  readonly openings: readonly { readonly openingMs: number | null }[];
  /** What went wrong on the way, in order. */
  readonly troubles: readonly Trouble[];
  readonly result: 'running' | 'passed' | { readonly failed: Trouble };
}

export type Job =
  | ({ readonly is: 'learn' } & LockPlace)
  | ({ readonly is: 'accept'; readonly cell: CellId } & LockPlace);

/** A bit that left the value it has with all doors shut. */
export interface Edge extends BitPlace {
  readonly at: number;
  /** How long before it was last read as shut: the time could be that much less. */
  readonly gapMs: number;
  /** Back again since, or null. */
  readonly until: number | null;
}

export type Stage =
  /** Waits for the technician's word to fire. */
  | { readonly is: 'ready'; readonly trouble: Trouble | null }
  /** The word was given; the coil cools first. */
  | { readonly is: 'resting'; readonly until: number }
  | { readonly is: 'firing' }
  | { readonly is: 'watching'; readonly until: number }
  /** Which door opened? `pulled`: asked again after the door was to be pulled. */
  | { readonly is: 'asking'; readonly pulled: boolean }
  /** A door opened and no bit moved: no contact, or a broken wire? */
  | { readonly is: 'noFlip'; readonly cell: CellId }
  /** Waits for the door to be shut; `saidAt`: the technician says it is. */
  | {
      readonly is: 'shutting';
      readonly cell: CellId;
      readonly sensor: Sensor;
      readonly openingMs: number | null;
      readonly saidAt: number | null;
    };

export interface Opening {
  readonly job: Job;
  readonly stage: Stage;
  readonly firedAt: number;
  readonly edges: readonly Edge[];
}

/** Why all doors are asked to be shut again. */
export type ShutNote =
  | { readonly is: 'first' }
  | { readonly is: 'unsteady' }
  | { readonly is: 'silent'; readonly boards: readonly BoardKey[] }
  /** By what was learnt these doors are open. */
  | { readonly is: 'open'; readonly cells: readonly CellId[] };

export type WiringPlace =
  | { readonly is: 'begin' }
  | { readonly is: 'searching' }
  /** Each board gets its place in the site. */
  | { readonly is: 'placing' }
  | { readonly is: 'shutAll'; readonly note: ShutNote }
  /** `insisted`: the technician said for the second time that those doors are shut. */
  | { readonly is: 'baseline'; readonly since: number; readonly insisted: readonly CellId[] }
  | { readonly is: 'opening'; readonly opening: Opening }
  /** All channels are done; what is contradictory or missing can be repeated before the acceptance. */
  | { readonly is: 'review' }
  | { readonly is: 'done' }
  | { readonly is: 'stopped'; readonly why: 'abandoned' | 'stopped' };

export interface Latest {
  readonly bits: readonly boolean[];
  readonly at: number;
  /** Since when they have been like this. */
  readonly since: number;
}

export interface WiringState {
  /** 1; another number is from a build that this one does not understand. */
  readonly form: 1;
  readonly place: WiringPlace;
  /** Wall clock of the last event, UTC ms; for records. */
  readonly wall: number;
  /** Ms that never jump: the sum of what passed between events. For rests and deadlines. */
  readonly ms: number;
  /** When the technician last did something, in those ms. */
  readonly touched: number;
  readonly boards: readonly BoardHere[];
  /** From a site file, if there is one. */
  readonly expected: readonly PlannedBoard[];
  readonly layout: readonly BankLayout[];
  readonly plan: readonly PlannedBoard[];
  readonly leftOut: readonly BoardKey[];
  readonly baseline: Readonly<Record<BoardKey, readonly boolean[]>>;
  readonly latest: Readonly<Record<BoardKey, Latest>>;
  readonly pulses: readonly (LockPlace & { readonly at: number })[];
  /** What is still to do, in order; the job at hand is the first. */
  readonly jobs: readonly Job[];
  readonly findings: readonly Finding[];
  readonly trials: readonly Trial[];
}

export function beginWiring(
  now: number,
  { expected, layout }: Pick<WiringState, 'expected' | 'layout'> = { expected: [], layout: [] },
): WiringState {
  return {
    form: 1,
    place: { is: 'begin' },
    wall: now,
    ms: 0,
    touched: 0,
    boards: [],
    expected,
    layout,
    plan: [],
    leftOut: [],
    baseline: {},
    latest: {},
    pulses: [],
    jobs: [],
    findings: [],
    trials: [],
  };
}

/** Goes on with a state that was put away: nothing that was read before counts, and doors are asked to be shut first. */
export function resumeWiring(saved: WiringState, now: number): WiringState {
  const placed = saved.plan.length > 0 && saved.plan.length + saved.leftOut.length >= saved.boards.length;
  const place: WiringPlace = !placed
    ? { is: 'begin' }
    : saved.jobs.length > 0
      ? { is: 'shutAll', note: { is: 'first' } }
      : saved.trials.length > 0
        ? { is: 'done' }
        : { is: 'review' };
  return { ...saved, place, wall: now, touched: saved.ms, latest: {} };
}
