// Command: what a computer can tell an ESC/POS printer, and the parts that every reader of commands is made of.

export type Command =
  /** Printable bytes up to the next command; may hold half of a two-byte character only if the job does. */
  | { readonly is: 'text'; readonly bytes: Uint8Array }
  | { readonly is: 'lineFeed' }
  | { readonly is: 'initialise' }
  | { readonly is: 'chinese'; readonly on: boolean }
  | { readonly is: 'align'; readonly align: 'left' | 'centre' | 'right' }
  | { readonly is: 'bold'; readonly on: boolean }
  /** GS !: 1 to 8 times, for ASCII and Chinese. */
  | { readonly is: 'size'; readonly width: number; readonly height: number }
  /** FS ! and FS W: for Chinese only; the last command wins. */
  | { readonly is: 'chineseSize'; readonly width: number; readonly height: number }
  | { readonly is: 'feed'; readonly lines: number }
  | { readonly is: 'cut' }
  | { readonly is: 'qrDots'; readonly dots: number }
  | { readonly is: 'qrLevel'; readonly level: 'L' | 'M' | 'Q' | 'H' }
  | { readonly is: 'qrStore'; readonly data: Uint8Array }
  | { readonly is: 'qrPrint' }
  /** One bit a dot, rows of whole bytes, 1 = black. */
  | { readonly is: 'image'; readonly widthDots: number; readonly heightDots: number; readonly bits: Uint8Array }
  | { readonly is: 'paperRequest'; readonly n: number }
  | { readonly is: 'processIdRequest'; readonly id: string }
  | { readonly is: 'informationRequest'; readonly n: number }
  /** GS g 2 with the number of the counter, or E1 to E4 of CUSTOM. */
  | { readonly is: 'counterRequest'; readonly n: number }
  /** GS a: which changes are told at once: 1 drawer, 2 online, 4 error, 8 paper; 0: none. */
  | { readonly is: 'automaticStatusRequest'; readonly n: number }
  /** CUSTOM: holds the slip in the mouth, and what becomes of it after that time. */
  | { readonly is: 'present'; readonly left: 'retract' | 'eject' | 'hold'; readonly seconds: number }
  | { readonly is: 'retract' }
  | { readonly is: 'eject' }
  /** Known and of no effect on what is printed here (spacing, tabs). */
  | { readonly is: 'setting'; readonly bytes: Uint8Array }
  | { readonly is: 'unknown'; readonly bytes: Uint8Array };

export interface ReadCommand {
  readonly command: Command;
  readonly length: number;
}

/** `length` bytes as one command, as soon as they are there. */
export function whole(
  bytes: Uint8Array,
  length: number,
  read: (bytes: Uint8Array) => Command,
): ReadCommand | undefined {
  return bytes.length < length ? undefined : { command: read(bytes.subarray(0, length)), length };
}

export function setting(bytes: Uint8Array): Command {
  return { is: 'setting', bytes: bytes.slice() };
}
export function unknown(bytes: Uint8Array): Command {
  return { is: 'unknown', bytes: bytes.slice() };
}
