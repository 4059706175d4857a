// Recovery: is the module there, at which speed, and which one is it; and what is done when it falls silent.
//
// Silent once: its self-test is asked, three times in all. Then a reset (10 FF) and the time to start; then the line is
// opened anew, and where the module may talk at other speeds these are tried in turn, one self-test each.
// An answered self-test also puts a late answer behind us: a module answers in the order in which it was asked, so
// nothing that comes after it can belong to what was asked before.

import type { Log } from '../../../src/base/log.ts';
import type { Line } from '../../transport/line.ts';
import type { Ask } from './asking.ts';
import type { Health } from './health.ts';
import { type Reply, readSamId } from './protocol.ts';
import type { SpeedChoice } from './speeds.ts';
import { status } from './status.ts';

export interface Recovery {
  /** The module has passed its self-test on this opening of the line, and has not been silent since. */
  isChecked(): boolean;
  check(): Promise<void>;
  /** After a silence. */
  recover(): Promise<void>;
  /** Opens the line anew, at that speed if one is given. */
  reopen(change?: () => void): Promise<void>;
  /** Number of the module; undefined when it does not tell it. */
  readNumber(): Promise<string | undefined>;
}

export interface Recovering {
  readonly ask: Ask;
  readonly line: Line<Reply>;
  readonly speeds: SpeedChoice;
  readonly health: Health;
  readonly log: Log;
  readonly rest: (ms: number) => Promise<void>;
  readonly isRunning: () => boolean;
}

/** A module is deaf for so long after power-on and reset. */
export const bootMs = 2_000;
/** Self-tests after a reset that was heard, a second each: ten seconds in all are as long as any module takes. */
const startTries = 8;
/** Modules are known to answer 12 FF wrongly at times. */
const numberTries = 3;

export function createRecovery({ ask, line, speeds, health, log, rest, isRunning }: Recovering): Recovery {
  const allSpeeds = speeds.count > 1 ? speeds.count : 0;
  let checked = false;
  /** Speeds to try before anything else is done about a silence; none once the module has answered at one. */
  let speedsToTry = allSpeeds;
  let reopening = false;
  let numberAsked = false;

  line.onOpen((open) => {
    checked = false;
    // A line that is opened anew to find the module is not news about it.
    if (!reopening) {
      health.forgetSilences();
      numberAsked = false;
      if (!open && isRunning()) health.become({ is: 'offline' });
    }
    if (open) reopening = false;
  });

  async function check(): Promise<void> {
    const reply = await ask('selfTest');
    if (!reply.ok) return recover();
    noteAnswer();
    checked = reply.value.status === status.good;
    if (checked && !numberAsked) await learnNumber();
  }

  function noteAnswer(): void {
    if (speedsToTry > 0) log.info('card reader found', { line: speeds.transport.description });
    speedsToTry = 0;
  }

  async function learnNumber(): Promise<void> {
    numberAsked = true;
    const sam = await readNumber();
    if (sam === undefined) log.warn('card reader module does not tell its number');
    else log.info('card reader module', { sam });
  }

  async function readNumber(): Promise<string | undefined> {
    for (let tries = 0; tries < numberTries; tries += 1) {
      const reply = await ask('samId');
      if (reply.ok && reply.value.status === status.good) return readSamId(reply.value.data);
      if (!reply.ok && reply.problem === 'closed') return undefined;
    }
    return undefined;
  }

  async function recover(): Promise<void> {
    if (!line.isOpen()) return;
    checked = false;
    health.noteSilence();
    if (speedsToTry > 0) {
      speedsToTry -= 1;
      return reopen(() => speeds.next());
    }
    if (await answersAgain()) return;
    log.warn('card reader silent after reset, reopening its line');
    // What answers next may be another module.
    numberAsked = false;
    speedsToTry = allSpeeds;
    health.forgetSilences();
    await reopen();
  }

  async function answersAgain(): Promise<boolean> {
    while (!health.isSilent()) {
      if (await hearsUs()) return true;
      health.noteSilence();
    }
    log.warn('card reader silent, resetting it');
    const reset = await ask('reset');
    await rest(bootMs);
    // A module that took the reset may start slowly; opening its line would not help it.
    for (let tries = reset.ok ? startTries : 1; tries > 0 && isRunning(); tries -= 1) {
      if (await hearsUs()) return true;
    }
    return false;
  }

  /** Also true when the line closed meanwhile: that is another matter. */
  async function hearsUs(): Promise<boolean> {
    const reply = await ask('selfTest');
    if (!reply.ok) return reply.problem === 'closed';
    checked = reply.value.status === status.good;
    return true;
  }

  async function reopen(change: () => void = () => undefined): Promise<void> {
    if (!isRunning()) return;
    reopening = true;
    await line.stop();
    change();
    if (isRunning()) line.start();
  }

  return { isChecked: () => checked, check, recover, reopen, readNumber };
}
