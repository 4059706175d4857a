// Answers of the simulated printer: status bytes and counters, as the firmware of each maker gives them.

/**
 * `print801`: near end alone reads as offline and stopped. `masung`: bit 1 of status 4 is "slip at the exit". `custom`: a
 * presenter holds the slip and may draw it in.
 */
export type Firmware = 'epson' | 'print801' | 'masung' | 'custom';

export interface Condition {
  readonly firmware: Firmware;
  readonly halted: boolean;
  readonly coverOpen: boolean;
  readonly headHot: boolean;
  readonly cutterError: boolean;
  /** After a paper change, until FEED is pressed. */
  readonly waitsForFeed: boolean;
  readonly paper: 'ok' | 'nearEnd' | 'out';
  readonly slipAtExit: boolean;
}

/** The answer to DLE EOT n. */
export function statusByteOf(condition: Condition, n: number): number {
  const { firmware, halted, coverOpen, headHot, cutterError, waitsForFeed, paper, slipAtExit } = condition;
  const print801NearEnd = firmware === 'print801' && paper !== 'ok';
  switch (n) {
    case 1:
      return 0x16 | (halted || print801NearEnd ? 0x08 : 0) | (waitsForFeed ? 0x20 : 0);
    case 2: {
      const error = cutterError || headHot ? 0x40 : 0;
      return 0x12 | (coverOpen ? 0x04 : 0) | (paper === 'out' || print801NearEnd ? 0x20 : 0) | error;
    }
    case 3:
      return 0x12 | (cutterError ? 0x08 : 0) | (headHot ? 0x40 : 0);
    default: {
      const sensors = (paper === 'ok' ? 0 : 0x0c) | (paper === 'out' ? 0x60 : 0);
      return (firmware === 'masung' && !slipAtExit ? 0x10 : 0x12) | sensors;
    }
  }
}

/** The four bytes of automatic status back. */
export function automaticStatusOf(condition: Condition): readonly number[] {
  const { halted, coverOpen, headHot, cutterError, waitsForFeed, paper } = condition;
  return [
    0x14 | (halted ? 0x08 : 0) | (coverOpen ? 0x20 : 0),
    (waitsForFeed ? 0x01 : 0) | (cutterError ? 0x08 : 0) | (headHot ? 0x40 : 0),
    (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0),
    0x00,
  ];
}

/** Which bits of the first three bytes are told of by each bit of GS a. */
const toldGroups: readonly (readonly [number, readonly [number, number, number]])[] = [
  [0x01, [0x04, 0, 0]],
  [0x02, [0x68, 0x03, 0]],
  [0x04, [0, 0x6c, 0]],
  [0x08, [0, 0, 0x0f]],
];

/** What of an automatic status is to be told of when it changes. */
export function toldPart(status: readonly number[], groups: number): string {
  const parts = toldGroups.filter(([group]) => (groups & group) !== 0);
  return parts.map(([, masks]) => masks.map((mask, at) => mask & (status[at] ?? 0))).join(' ');
}

export interface Counters {
  readonly cuts: number;
  readonly fedLines: number;
  /** Lines left. */
  readonly roll: number;
  readonly retracted: number;
}

/** B2: cuts; 94: lines fed. CUSTOM says E1: paper left, E2: cuts, E3: paper used, E4: retracted, with their units. */
export function counterReply({ cuts, fedLines, roll, retracted }: Counters, n: number): readonly number[] {
  switch (n) {
    case 0xb2:
      return [0x5f, ...codesOf(String(cuts)), 0x00];
    case 0x94:
      return [0x5f, ...codesOf(String(fedLines)), 0x00];
    case 0xe1:
      return codesOf(centimetres(roll));
    case 0xe2:
      return codesOf(`${cuts} cuts`);
    case 0xe3:
      return codesOf(centimetres(fedLines));
    case 0xe4:
      return codesOf(`${retracted}ret`);
    default:
      return [];
  }
}

/** A line of size 1 is 3.75 mm high. */
function centimetres(lines: number): string {
  return `${Math.round(lines * 0.375)}cm`;
}

export function codesOf(text: string): readonly number[] {
  return [...text].map((char) => char.charCodeAt(0));
}
