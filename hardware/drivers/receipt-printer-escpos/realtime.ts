// Real-time requests: picked out of everything that arrives, whatever else is going on, as the firmware does it.

export type RealtimeRequest =
  | { readonly ask: 'status'; readonly n: number }
  | { readonly ask: 'recover'; readonly n: number }
  /** DLE DC4 fn 8. */
  | { readonly ask: 'clearBuffer' };

export interface RealtimeFilter {
  /** `told` gets each request at its place in the stream, `rest` the bytes that go on to the receive buffer. */
  push(bytes: Uint8Array, on: { told(request: RealtimeRequest): void; rest(byte: number): void }): void;
}

const clearBuffer = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

export function createRealtimeFilter(): RealtimeFilter {
  let held: number[] = [];

  /** The request in `held`; `part` while it may become one; `none` when it can not. */
  function read(): RealtimeRequest | 'part' | 'none' {
    const [, second, third] = held;
    if (second === undefined) return held[0] === 0x10 ? 'part' : 'none';
    if (second === 0x04 || second === 0x05) {
      if (third === undefined) return 'part';
      if (second === 0x04) return third >= 1 && third <= 8 ? { ask: 'status', n: third } : 'none';
      return third <= 2 ? { ask: 'recover', n: third } : 'none';
    }
    if (!held.every((byte, index) => byte === clearBuffer[index])) return 'none';
    return held.length === clearBuffer.length ? { ask: 'clearBuffer' } : 'part';
  }

  return {
    push(bytes, { told, rest }) {
      for (const byte of bytes) {
        held.push(byte);
        for (let found = read(); found !== 'part'; found = read()) {
          if (found !== 'none') {
            held = [];
            told(found);
          } else {
            const [first = 0, ...others] = held;
            held = others;
            rest(first);
          }
          if (held.length === 0) break;
        }
      }
    },
  };
}
