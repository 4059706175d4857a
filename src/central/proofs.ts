// Proofs: the register behind verification codes. A proof is valid from its issue until it is voided, and never again.

import { createHash } from 'node:crypto';
import { failed, ok, type Result } from '../base/result.ts';
import type { Made, ProofEvent, ProofLine, ProofVoidRequest } from '../contract/admin.ts';
import type { VerificationAnswer, VoidReason } from '../contract/verification.ts';
import type { Fact } from '../core/fact.ts';
import { maskName } from '../core/person.ts';
import type { Queries } from './database.ts';
import {
  contentOf,
  type DocumentRow,
  type KeptDocument,
  type WholeDocumentRow,
  wholeContentOf,
} from './kept-document.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { isWellTyped, plainCode } from './verification-code.ts';

const notePlace = (document: string, at: number) => `proof_events.note:${document}:${at}`;
const hashOf = (plain: string) => createHash('sha256').update(plain).digest('hex');

type FactOf<Is extends Fact['is']> = Extract<Fact, { readonly is: Is }>;

interface ProofRow extends WholeDocumentRow {
  readonly state: 'valid' | 'void';
  readonly voided_at: number | null;
  readonly void_reason: VoidReason | null;
  readonly prints_ordered: number;
  readonly masked_name: string | null;
}

/** Whether another proof has this code, however it is written. */
export async function isCodeTaken(queries: Queries, code: string): Promise<boolean> {
  const rows = await queries.query('select 1 from proofs where code_hash = $1', [hashOf(plainCode(code) ?? code)]);
  return rows.length > 0;
}

export async function registerProof(
  { clock }: Office,
  queries: Queries,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<void> {
  const now = clock.now();
  await queries.query('insert into proofs (document, code_hash, issued_at) values ($1, $2, $3)', [
    id,
    hashOf(plainCode(code) ?? code),
    now,
  ]);
  await queries.query("insert into proof_events (document, at, what) values ($1, $2, 'issued')", [id, now]);
}

/** Once: proofs that were kept before there was a register. Of two with the same code the first keeps it. */
export async function registerKeptProofs(office: Office): Promise<void> {
  await office.database.transaction(async (queries) => {
    const first = await queries.query(
      "insert into settings (name, value) values ('proofsRegistered', 'yes') on conflict do nothing returning 1",
    );
    if (first.length === 0) return;
    for (const row of await queries.query<DocumentRow>('select * from documents order by day, id')) {
      const kept = contentOf(office, row);
      if (kept.kind === 'proof' && !(await isCodeTaken(queries, kept.verificationCode)))
        await registerProof(office, queries, { id: kept.id, code: kept.verificationCode });
    }
  });
}

/** `file`: SHA-256 of the file in hand, lower-case hex. */
export async function verifyProof(
  office: Office,
  { typed, file }: { readonly typed: string; readonly file?: string | undefined },
): Promise<VerificationAnswer> {
  const plain = plainCode(typed);
  if (plain === undefined) return { verdict: 'mistyped' };
  const [row] = await office.database.query<ProofRow>(
    `select documents.*, proofs.state, voided_at, void_reason, prints_ordered, masked_name
     from proofs join documents on documents.id = proofs.document left join people on people.person = documents.person
     where code_hash = $1`,
    [hashOf(plain)],
  );
  if (row === undefined) return { verdict: isWellTyped(plain) ? 'unknown' : 'mistyped' };
  const content = wholeContentOf(office, row);
  if (content.kind === 'paymentReceipt') throw new Error('a document in the register of proofs is none');
  const { title, number, issuedOn, issuer } = content;
  const compared = { title, number, issuedOn, issuer, holder: row.masked_name ?? holderIn(content) };
  if (row.voided_at !== null && row.void_reason !== null)
    return { verdict: 'void', ...compared, voidedAt: row.voided_at, why: row.void_reason };
  return {
    verdict: 'genuine',
    ...compared,
    file: content.kind === 'file' ? compareIssued(content.pdf, file) : await compareFile(office.database, row, file),
  };
}

/** For somebody whom the office never registered: the name that the proof itself gives. */
function holderIn(content: KeptDocument): string | null {
  const name = content.kind !== 'proof' ? undefined : content.fields.find(({ label }) => label.zh === '姓名')?.value;
  return name === undefined ? null : maskName(name.slice(0, 60));
}

/** A finished file has the same bytes on every copy, and central has them itself. */
function compareIssued(pdf: string, file: string | undefined) {
  if (file === undefined) return 'notAsked';
  return createHash('sha256').update(pdf, 'base64').digest('hex') === file ? 'asIssued' : 'other';
}

/** Nobody's paper is called altered because its kiosk could not tell of the file: then it is not known. */
async function compareFile(queries: Queries, { id, prints_ordered }: ProofRow, file: string | undefined) {
  if (file === undefined) return 'notAsked';
  const told = await queries.query<{ sha256: string }>('select sha256 from proof_files where document = $1', [id]);
  if (told.some(({ sha256 }) => sha256 === file)) return 'asIssued';
  return told.length === 0 || told.length < prints_ordered ? 'notKnown' : 'other';
}

/** The same reason again changes nothing; another reason is refused, for the first one was told to people already. */
export async function voidProof(
  { database, clock, keys, log }: Office,
  { id, why, note }: ProofVoidRequest,
): Promise<Result<Made, Refusal>> {
  return database.transaction(async (queries) => {
    const [row] = await queries.query<Pick<ProofRow, 'void_reason'>>(
      'select void_reason from proofs where document = $1 for update',
      [id],
    );
    if (row === undefined) return failed(refusal('notFound'));
    if (row.void_reason !== null) return row.void_reason === why ? ok({ id, added: false }) : failed(refusal('notNow'));
    const now = clock.now();
    await queries.query("update proofs set state = 'void', voided_at = $2, void_reason = $3 where document = $1", [
      id,
      now,
      why,
    ]);
    await queries.query(
      "insert into proof_events (document, at, what, why, sealed_note) values ($1, $2, 'voided', $3, $4)",
      [id, now, why, note === undefined ? null : keys.seal(note, notePlace(id, now))],
    );
    log.info('proof voided', { why });
    return ok({ id, added: true });
  });
}

/**
 * A paper of a proof is about to come out, and what its file is stands in the same fact. Receipts are in no register. A
 * print without a digest (an older kiosk) is counted all the same: from then on no file is called another.
 */
export async function noteProofSent(
  { clock }: Office,
  queries: Queries,
  { kiosk, document, copy, sha256 }: FactOf<'printSent'> & { readonly kiosk: string },
): Promise<void> {
  const known = await queries.query(
    'update proofs set prints_ordered = prints_ordered + 1 where document = $1 returning 1',
    [document],
  );
  if (known.length === 0 || sha256 === null) return;
  const now = clock.now();
  const added = await queries.query(
    `insert into proof_files (document, sha256, copy, kiosk, told_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning 1`,
    [document, sha256, copy, kiosk, now],
  );
  if (added.length > 0)
    await queries.query("insert into proof_events (document, at, what, why) values ($1, $2, 'fileTold', $3)", [
      document,
      now,
      kiosk,
    ]);
}

/** The newest first, at most 500, each with what happened to it. */
export async function listProofs({ database, keys }: Office): Promise<readonly ProofLine[]> {
  const rows = await database.query<Omit<ProofLine, 'events'>>(
    `select document as id, issued_at as "issuedAt", state, void_reason as why, voided_at as "voidedAt"
     from proofs order by issued_at desc, document limit 500`,
  );
  const events = await database.query<Omit<ProofEvent, 'note'> & { readonly document: string; readonly note: string }>(
    `select document, at, what, why, sealed_note as note from proof_events
     where document = any($1) order by position`,
    [rows.map(({ id }) => id)],
  );
  return rows.map((row) => ({
    ...row,
    events: events
      .filter(({ document }) => document === row.id)
      .map(({ document, note, ...event }) => ({
        ...event,
        note: note === null ? null : keys.unseal(note, notePlace(document, event.at)),
      })),
  }));
}
