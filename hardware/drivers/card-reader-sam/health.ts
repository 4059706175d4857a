// Health of the reader, as its answers and its silences show it.

import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { DeviceState } from '../../classes/device.ts';
import { type CommandName, type Reply, touchesCard } from './protocol.ts';
import { describeStatus, isAboutCard, status } from './status.ts';

/** So many silences make a reader offline, and so many strange answers make it faulty. */
const patience = 3;

export interface Health {
  state(): DeviceState;
  onState(listener: (state: DeviceState) => void): Undo;
  become(state: DeviceState): void;
  noteReply(what: CommandName, reply: Reply): void;
  noteSilence(): void;
  /** Silent for as many polls as make it offline. */
  isSilent(): boolean;
  /** The line is new: silences on the old one count no more. */
  forgetSilences(): void;
  /** The module itself said that it will not work: asking it to find cards is in vain. */
  isRefusing(): boolean;
}

export function createHealth(onChange: (state: DeviceState) => void): Health {
  const states = createListeners<DeviceState>();
  let state: DeviceState = { is: 'unknown' };
  let silences = 0;
  let strangeReplies = 0;

  function become(next: DeviceState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    onChange(next);
    states.tell(next);
  }

  function noteReply(what: CommandName, reply: Reply): void {
    silences = 0;
    const detail = describeStatus(reply.status);
    // A module that refuses explains what was strange before; once it is well, nothing of that is left.
    if (reply.status === status.selfTestFailed || reply.status === status.notAuthorised) strangeReplies = 0;
    if (reply.status === status.selfTestFailed) {
      become({ is: 'fault', what: 'samFault', detail });
    } else if (reply.status === status.notAuthorised) {
      become({ is: 'fault', what: 'samNotAuthorised', detail });
    } else if (reply.status !== status.good && reply.status !== status.found && !isAboutCard(reply.status)) {
      strangeReplies += 1;
      if (strangeReplies >= patience) become({ is: 'fault', what: 'readerError', detail });
    } else {
      // A good self-test does not take back what went wrong with cards.
      if (touchesCard(what)) strangeReplies = 0;
      if (strangeReplies < patience) become({ is: 'ready' });
    }
  }

  return {
    state: () => state,
    onState: (listener) => states.add(listener),
    become,
    noteReply,
    noteSilence() {
      silences += 1;
      if (silences >= patience) become({ is: 'offline' });
    },
    isSilent: () => silences >= patience,
    forgetSilences() {
      silences = 0;
    },
    isRefusing: () => state.is === 'fault' && state.what !== 'readerError',
  };
}
