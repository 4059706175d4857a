// Status: what the bits of the four DLE EOT bytes mean, and what they say together in the six words of a device.

import type { DeviceState, Fault } from '../../classes/device.ts';
import type { PrintTrouble } from '../../classes/printing.ts';

/** One reply to each of DLE EOT 1, 2, 3 and 4. */
export interface StatusBytes {
  readonly 1: number;
  readonly 2: number;
  readonly 3: number;
  readonly 4: number;
}

export function readPrinterStatus(byte: number) {
  return {
    drawerPin3High: bit(byte, 0x04),
    offline: bit(byte, 0x08),
    waitingOnlineRecovery: bit(byte, 0x20),
    feedButtonPressed: bit(byte, 0x40),
  } as const;
}

export function readOfflineStatus(byte: number) {
  return {
    coverOpen: bit(byte, 0x04),
    feedingByButton: bit(byte, 0x08),
    stoppedByPaperEnd: bit(byte, 0x20),
    error: bit(byte, 0x40),
  } as const;
}

export function readErrorStatus(byte: number) {
  return {
    recoverableError: bit(byte, 0x04),
    cutterError: bit(byte, 0x08),
    unrecoverableError: bit(byte, 0x20),
    autoRecoverableError: bit(byte, 0x40),
  } as const;
}

/** Each sensor has two bits that are always equal; either counts, so that one spoilt bit never hides an empty roll. */
export function readPaperStatus(byte: number) {
  return { paperNearEnd: bit(byte, 0x0c), paperEnd: bit(byte, 0x60) } as const;
}

/** The answer to GS r 1: bits 0 and 1 near end, bits 2 and 3 end. */
export function readExecutedPaper(byte: number) {
  return { paperNearEnd: bit(byte, 0x03), paperEnd: bit(byte, 0x0c) } as const;
}

/** Automatic status back (GS a): byte 1 to 4 in the order of the reference. */
export function readAutomaticStatus(bytes: Uint8Array) {
  const [first = 0, second = 0, third = 0] = bytes;
  return {
    drawerPin3High: bit(first, 0x04),
    offline: bit(first, 0x08),
    coverOpen: bit(first, 0x20),
    feedingByButton: bit(first, 0x40),
    waitingOnlineRecovery: bit(second, 0x01),
    feedButtonPressed: bit(second, 0x02),
    recoverableError: bit(second, 0x04),
    cutterError: bit(second, 0x08),
    unrecoverableError: bit(second, 0x20),
    autoRecoverableError: bit(second, 0x40),
    paperNearEnd: bit(third, 0x03),
    paperEnd: bit(third, 0x0c),
  } as const;
}

/**
 * The worst thing first. Paper is judged by byte 4 alone: some Chinese firmware (print801) calls itself offline and
 * "stopped by paper end" in bytes 1 and 2 while the roll is merely near its end and it prints on. Only a profile that
 * is known not to do so is believed to be offline then.
 */
export function stateOf(status: StatusBytes, { nearEndReadsOffline }: NearEndQuirk = lenient): DeviceState {
  const printer = readPrinterStatus(status[1]);
  const offline = readOfflineStatus(status[2]);
  const error = readErrorStatus(status[3]);
  const paper = readPaperStatus(status[4]);
  if (error.unrecoverableError) return fault('printerError', 'unrecoverable error: switch off and on');
  if (error.cutterError) return fault('cutter', 'cutter error');
  if (offline.coverOpen) return { is: 'blocked', why: 'coverOpen' };
  if (paper.paperEnd) return { is: 'blocked', why: 'paperOut' };
  // An open cover while printing raises the same bit: it was looked at above.
  if (error.autoRecoverableError) return fault('headHot', 'print head too hot');
  if (error.recoverableError) return fault('printerError', 'mechanical error');
  if (paper.paperNearEnd && (nearEndReadsOffline || !printer.offline)) return { is: 'low', what: 'paper' };
  if (printer.waitingOnlineRecovery) return fault('printerError', 'waiting to go on after a paper change');
  if (printer.offline) return fault('printerError', 'offline without a cause');
  return { is: 'ready' };
}

/** What keeps a job that the printer has from going on. */
export type Hold =
  | { readonly is: 'none' }
  /** It goes on by itself, from where it stopped, as soon as that is put right or has cooled down. */
  | { readonly is: 'stopped'; readonly why: PrintTrouble }
  /** Offline and names no cause: somebody feeds paper, or it waits to be told to go on. */
  | { readonly is: 'passing' }
  /** A technician has to come. */
  | { readonly is: 'ended'; readonly why: Fault };

export function holdOf(status: StatusBytes, quirk: NearEndQuirk = lenient): Hold {
  const state = stateOf(status, quirk);
  if (state.is === 'blocked') return { is: 'stopped', why: state.why };
  if (state.is !== 'fault') return { is: 'none' };
  if (state.what === 'headHot') return { is: 'stopped', why: 'headHot' };
  const { unrecoverableError, cutterError, recoverableError } = readErrorStatus(status[3]);
  const named = unrecoverableError || cutterError || recoverableError;
  return named ? { is: 'ended', why: state.what } : { is: 'passing' };
}

interface NearEndQuirk {
  readonly nearEndReadsOffline: boolean;
}
const lenient: NearEndQuirk = { nearEndReadsOffline: true };

function fault(what: 'cutter' | 'headHot' | 'printerError', detail: string): DeviceState {
  return { is: 'fault', what, detail };
}

function bit(byte: number, mask: number): boolean {
  return (byte & mask) !== 0;
}
