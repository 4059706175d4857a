// Traced transport: the same transport, with everything that passes over it told, stamped and in its direction.

import type { Clock } from '../../src/base/clock.ts';
import type { Transport } from './transport.ts';

export type TraceEntry =
  /** `host`: the computer sent it; `device`: the device sent it; in the pieces in which they passed. */
  | { readonly is: 'bytes'; readonly ms: number; readonly from: 'host' | 'device'; readonly bytes: Uint8Array }
  | { readonly is: 'opened'; readonly ms: number }
  | { readonly is: 'closed'; readonly ms: number }
  /** Bytes that were to be sent and were not, or nobody knows. */
  | { readonly is: 'notSent'; readonly ms: number; readonly problem: string };

/** `ms` counts from the moment of this call, on the monotonic clock. */
export function tracedTransport(
  transport: Transport,
  { clock, tell }: { readonly clock: Clock; readonly tell: (entry: TraceEntry) => void },
): Transport {
  const start = clock.monotonic();
  const ms = () => clock.monotonic() - start;
  transport.onBytes((bytes) => tell({ is: 'bytes', ms: ms(), from: 'device', bytes: Uint8Array.from(bytes) }));
  transport.onClosed(() => tell({ is: 'closed', ms: ms() }));
  return {
    get description() {
      return transport.description;
    },
    get speed() {
      return transport.speed;
    },
    ...(transport.reopen === undefined ? {} : { reopen: transport.reopen }),
    async open() {
      const opened = await transport.open();
      if (opened.ok) tell({ is: 'opened', ms: ms() });
      return opened;
    },
    isOpen: () => transport.isOpen(),
    async send(bytes) {
      // Stamped before it leaves: the answer may be back before the promise is.
      tell({ is: 'bytes', ms: ms(), from: 'host', bytes: Uint8Array.from(bytes) });
      const sent = await transport.send(bytes);
      if (!sent.ok) tell({ is: 'notSent', ms: ms(), problem: sent.problem });
      return sent;
    },
    onBytes: (listener) => transport.onBytes(listener),
    onClosed: (listener) => transport.onClosed(listener),
    close: () => transport.close(),
  };
}
