// Reading the card that was found: select, read, parse; with one more try of the whole cycle.

import type { Log } from '../../../src/base/log.ts';
import type { Card, ReadFailure } from '../../classes/card-reader.ts';
import type { Ask } from './asking.ts';
import { decodeCard } from './card.ts';
import { disagreements } from './card-number.ts';
import { type Reply, readCardBlocks } from './protocol.ts';
import { describeStatus, failureOf, isWorthRetrying, status } from './status.ts';

export type ReadOutcome =
  | { readonly is: 'read'; readonly card: Card }
  | { readonly is: 'failed'; readonly why: ReadFailure }
  /** The reader did not answer: nobody knows about the card. */
  | { readonly is: 'silent' };

type Try = ReadOutcome | { readonly is: 'refused'; readonly status: number };

export interface Reading {
  readonly ask: Ask;
  readonly command: 'read' | 'readWithFingerprints';
  readonly log: Log;
}

/** Begins with a card that has just been found. */
export async function readFoundCard(reading: Reading): Promise<ReadOutcome> {
  const first = await selectAndRead(reading);
  if (first.is !== 'refused') return first;
  if (!isWorthRetrying(first.status)) return { is: 'failed', why: failureOf(first.status) };
  const found = await reading.ask('find');
  if (!found.ok) return { is: 'silent' };
  if (found.value.status !== status.found) return { is: 'failed', why: failureOf(found.value.status) };
  const second = await selectAndRead(reading);
  return second.is === 'refused' ? { is: 'failed', why: failureOf(second.status) } : second;
}

async function selectAndRead({ ask, command, log }: Reading): Promise<Try> {
  const selected = await ask('select');
  if (!selected.ok) return { is: 'silent' };
  if (selected.value.status !== status.good) return refused(selected.value, log);
  const read = await ask(command);
  if (!read.ok) return { is: 'silent' };
  if (read.value.status !== status.good) return refused(read.value, log);
  return parse(read.value.data, log);
}

function refused(reply: Reply, log: Log): Try {
  log.info('card not read', { status: describeStatus(reply.status), sw1: reply.sw1, sw2: reply.sw2 });
  return { is: 'refused', status: reply.status };
}

function parse(data: Uint8Array, log: Log): ReadOutcome {
  const blocks = readCardBlocks(data);
  const card = blocks.ok ? decodeCard(blocks.value.text, blocks.value.photo) : blocks;
  if (card.ok) {
    // Such cards exist and are good; a reader that spoils what it reads would show here first.
    const fields = disagreements(card.value);
    if (fields.length > 0) log.warn('card disagrees with its own number', { fields });
    return { is: 'read', card: card.value };
  }
  log.warn('card with wrong content', { problem: card.problem });
  return { is: 'failed', why: card.problem === 'kind' ? 'wrongCard' : 'unreadable' };
}
