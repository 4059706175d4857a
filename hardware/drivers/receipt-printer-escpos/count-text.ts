// Count text: CUSTOM answers the question for its cuts in plain words (`2376 cuts`), whose digits look like statuses and
// like heads of blocks. They are held back until they are that text, or something else, or nothing more comes.

/** GS E2. */
export const countTextRequest: Uint8Array = Uint8Array.of(0x1d, 0xe2);

export interface CountText {
  /** Told each request that leaves. */
  expect(request: Uint8Array): void;
  /** `text` when it is complete; `rest`: bytes that are no part of one. */
  push(byte: number): { readonly text?: string; readonly rest: readonly number[] };
  /** Nothing more comes: what was held back. */
  release(): readonly number[];
}

const whole = /^\d{1,10} cuts$/;
const beginning = /^\d{1,10}(?: (?:c(?:u(?:ts?)?)?)?)?$/;

export function createCountText(): CountText {
  /** Also when its time is over: a late answer must not be taken for statuses. */
  let isOwed = false;
  let held: number[] = [];

  function release(): readonly number[] {
    const released = held;
    held = [];
    return released;
  }

  return {
    expect(request) {
      if (request.length === 2 && request.every((byte, index) => byte === countTextRequest[index])) isOwed = true;
    },
    push(byte) {
      if (!isOwed) return { rest: [byte] };
      held.push(byte);
      const text = String.fromCharCode(...held);
      if (whole.test(text)) {
        isOwed = false;
        held = [];
        return { text, rest: [] };
      }
      return { rest: beginning.test(text) ? [] : release() };
    },
    release,
  };
}

/** Cuts in an answer of either kind: `120` in a block of GS g, `120 cuts` in plain text. */
export function countOf(text: string): number | undefined {
  const digits = /^(?<count>\d{1,10})(?: cuts)?$/.exec(text)?.groups?.['count'];
  return digits === undefined ? undefined : Number(digits);
}
