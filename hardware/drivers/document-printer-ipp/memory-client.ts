// A client whose printer stands in the same process: the same messages as over HTTP, byte by byte, on the printer's own clock.

import ipp from '@sealsystems/ipp';
import { type Clock, pause } from '../../../src/base/clock.ts';
import { failed } from '../../../src/base/result.ts';
import type { IppClient } from './client.ts';
import { decodeAnswer, encodeRequest } from './protocol.ts';
import { writeAnswer } from './simulated-answer.ts';
import type { SimulatedPrinter } from './simulated-printer.ts';

export interface MemoryIppLink {
  readonly client: IppClient;
  /** The cable: the printer works on, and nobody reaches it. A printer that is switched off is not reached either. */
  unplug(): void;
  replug(): void;
}

/** A request and its answer on a local network. */
const wireMs = 5;

export function createMemoryIppLink(printer: SimulatedPrinter, clock: Clock): MemoryIppLink {
  let isPlugged = true;
  let requestId = 0;
  return {
    client: {
      async ask(request) {
        requestId += 1;
        const bytes = Buffer.from(encodeRequest({ ...request, url: 'ipp://memory/ipp/print', requestId }));
        await pause(clock, wireMs);
        if (!isPlugged || !printer.isOn()) return failed('unreachable');
        const message = ipp.parse(bytes);
        const answer = writeAnswer(printer.take(message), message.id);
        await pause(clock, wireMs);
        return isPlugged && printer.isOn() ? decodeAnswer(answer) : failed('noAnswer');
      },
    },
    unplug() {
      isPlugged = false;
    },
    replug() {
      isPlugged = true;
    },
  };
}
