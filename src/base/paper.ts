// Paper: what a slip holds, without a word about any printer. Documents make it, receipt printers print it.

export type Align = 'left' | 'centre' | 'right';

/** One block of a slip, printed from top to bottom. Text is plain: control characters in it are never sent on. */
export type PaperBlock =
  | {
      readonly is: 'text';
      readonly text: string;
      readonly align?: Align;
      readonly bold?: boolean;
      readonly size?: 1 | 2;
    }
  /** A label at the left and its value at the right of the same line; wraps below the value when it is too long. */
  | { readonly is: 'field'; readonly label: string; readonly value: string }
  | { readonly is: 'rule' }
  | { readonly is: 'space'; readonly lines: number }
  /** A QR code (level M), centred. */
  | { readonly is: 'qr'; readonly text: string };

export interface Paper {
  /** Number of the print job this paper belongs to; printed by the template, used by the printer to tell jobs apart. */
  readonly job: string;
  readonly blocks: readonly PaperBlock[];
}

/** More than any slip needs. A paper beyond them is refused before anything is sent. */
export const paperLimits = {
  blocks: 200,
  /** In each text, label and value, counted before anything is left out of it. */
  characters: 2_000,
  qrCharacters: 300,
} as const;
