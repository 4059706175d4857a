// Newland's unified command set: `~ SOH 0000`, storage, command, `;` ETX; the answer begins with STX and ends with a verdict.
//
// Source: Newland FM530 manual, chapter 13 (syntax); the answer's prefix `STX SOH 0000` and the verdict before `;` from
// the engine manuals. There is no checksum: an answer counts only when it names the command that was sent.

import { failed, ok, type Result } from '../../../src/base/result.ts';

/** Kept until power-off (`#`) or for ever (`@`). Nothing here is written for ever: flash wears out. */
export type NewlandStorage = 'untilPowerOff' | 'forEver';

/** Name and data in one, e.g. `SCNTRG1`; data `*` asks for the value that holds now. */
export interface NewlandCommand {
  readonly storage: NewlandStorage;
  readonly body: string;
}

export interface NewlandReply extends NewlandCommand {
  readonly verdict: 'done' | 'outOfRange' | 'unknownCommand';
}

export type NewlandProblem = 'wrongHeader' | 'wrongEnd' | 'wrongStorage' | 'wrongBody' | 'wrongVerdict';

const commandHeader = [0x7e, 0x01, 0x30, 0x30, 0x30, 0x30] as const;
export const newlandReplyHeader = [0x02, 0x01, 0x30, 0x30, 0x30, 0x30] as const;
export const newlandEnd = [0x3b, 0x03] as const;
const storageSign = { untilPowerOff: 0x23, forEver: 0x40 } as const;
const verdictSign = { done: 0x06, outOfRange: 0x15, unknownCommand: 0x05 } as const;
/** A letter, then letters, digits and what data may hold; `;` ends a command and is never part of one. */
const bodyPattern = /^[A-Z][A-Z0-9]{2,}[\x20-\x3a\x3c-\x7e]*$/;

export function encodeNewlandCommand({ storage, body }: NewlandCommand): Uint8Array {
  return frame(commandHeader, storage, body);
}

export function encodeNewlandReply({ storage, body, verdict }: NewlandReply): Uint8Array {
  return frame(newlandReplyHeader, storage, body, verdictSign[verdict]);
}

function frame(header: readonly number[], storage: NewlandStorage, body: string, ...more: number[]): Uint8Array {
  if (!bodyPattern.test(body)) throw new RangeError('no Newland command');
  const letters = Array.from(body, (letter) => letter.charCodeAt(0));
  return Uint8Array.from([...header, storageSign[storage], ...letters, ...more, ...newlandEnd]);
}

export function decodeNewlandCommand(bytes: Uint8Array): Result<NewlandCommand, NewlandProblem> {
  return unframe(commandHeader, bytes);
}

export function decodeNewlandReply(bytes: Uint8Array): Result<NewlandReply, NewlandProblem> {
  const sign = bytes[bytes.length - newlandEnd.length - 1];
  const verdict = keyOf(verdictSign, sign);
  const withoutVerdict = Uint8Array.from([
    ...bytes.slice(0, -newlandEnd.length - 1),
    ...bytes.slice(-newlandEnd.length),
  ]);
  const command = unframe(newlandReplyHeader, verdict === undefined ? bytes : withoutVerdict);
  if (!command.ok) return command;
  return verdict === undefined ? failed('wrongVerdict') : ok({ ...command.value, verdict });
}

function unframe(header: readonly number[], bytes: Uint8Array): Result<NewlandCommand, NewlandProblem> {
  if (!header.every((byte, place) => bytes[place] === byte)) return failed('wrongHeader');
  const end = bytes.length - newlandEnd.length;
  if (end <= header.length || !newlandEnd.every((byte, place) => bytes[end + place] === byte))
    return failed('wrongEnd');
  const storage = keyOf(storageSign, bytes[header.length]);
  if (storage === undefined) return failed('wrongStorage');
  const body = String.fromCharCode(...bytes.slice(header.length + 1, end));
  return bodyPattern.test(body) ? ok({ storage, body }) : failed('wrongBody');
}

function keyOf<Key extends string>(signs: Readonly<Record<Key, number>>, sign: number | undefined): Key | undefined {
  return (Object.keys(signs) as Key[]).find((key) => signs[key] === sign);
}
