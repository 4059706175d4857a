// Drop-off check: what anybody is told who has the slip of papers that were left, or the number of it. The kiosk's own key has
// signed what the slip says; what central was told must be the same.

import { createPublicKey, verify } from 'node:crypto';
import type { ItemStateAtCentral } from '../contract/admin.ts';
import type { DropOffAnswer } from '../contract/verification.ts';
import { cellIdOf } from '../core/cell.ts';
import { type SlipCode, slipCodeOf, slipText, typedDropOffNumber } from '../core/drop-off.ts';
import type { Office } from './office.ts';

interface ReceiptRow {
  readonly kiosk: string;
  readonly fact: string;
  readonly item: string;
  readonly number: string;
  readonly cell: string;
  readonly shut_at: number | null;
  readonly at: number;
  readonly clock_offset_ms: number | null;
  readonly evidence: 'sensor' | 'staff';
  readonly case_number: string;
  readonly state: ItemStateAtCentral;
  readonly place_zh: string;
  readonly place_en: string;
  readonly time_zone: string;
}

const receipts = `select drop_off_receipts.*, items.case_number, items.state, place_zh, place_en, time_zone
  from drop_off_receipts join items using (item) join kiosks on kiosks.kiosk = drop_off_receipts.kiosk`;

/** Undefined when neither a number nor the code of such a slip was typed: then it is about a proof. */
export async function checkDropOff(office: Office, typed: string): Promise<DropOffAnswer | undefined> {
  const number = typedDropOffNumber(typed);
  if (number !== null) {
    const [row] = await office.database.query<ReceiptRow>(`${receipts} where number = $1 order by at desc limit 1`, [
      number,
    ]);
    return row === undefined ? { verdict: 'dropOffUnknown' } : answerOf(row, null);
  }
  const code = slipCodeOf(typed.trim());
  return code === null ? undefined : checkSlip(office, code);
}

async function checkSlip({ database }: Office, code: SlipCode): Promise<DropOffAnswer> {
  const keys = await database.query<{ public_key: string }>('select public_key from kiosk_keys where kiosk = $1', [
    code.kiosk,
  ]);
  if (keys.length === 0) return { verdict: 'slipForged' };
  const [row] = await database.query<ReceiptRow>(
    `${receipts} where drop_off_receipts.kiosk = $1 and drop_off_receipts.fact = $2`,
    [code.kiosk, code.fact],
  );
  // The kiosk may be without a network: what it signed can be checked when it has told.
  if (row === undefined) return { verdict: 'dropOffUnknown' };
  const { shut_at: shutAt, clock_offset_ms: clockOffsetMs, cell, fact, at, evidence } = row;
  const text = slipText(
    { fact, at, cell: cellIdOf(cell), shutAt, clockOffsetMs, evidence },
    { kiosk: row.kiosk, item: row.item, caseNumber: row.case_number },
    code,
  );
  const isSigned = keys.some(({ public_key }) => isSignedBy(public_key, text, code.signature));
  return isSigned ? answerOf(row, code) : { verdict: 'slipForged' };
}

/** Raw Ed25519 key in front of its DER form (RFC 8410). */
const derPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({
    key: Buffer.concat([derPrefix, Buffer.from(publicKey, 'base64')]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
}

function answerOf(row: ReceiptRow, slip: SlipCode | null): DropOffAnswer {
  return {
    verdict: 'dropOffReceived',
    number: row.number,
    place: { zh: row.place_zh, en: row.place_en },
    caseNumber: row.case_number,
    cell: row.cell,
    shutAt: row.shut_at,
    at: row.at,
    clockOffsetMs: row.clock_offset_ms,
    evidence: row.evidence,
    timeZone: row.time_zone,
    isCollected: row.state === 'received',
    chain: slip === null ? null : { row: slip.row, hash: slip.hash },
  };
}
