// Documents: the receipts and proofs a person may print. Everything but the owner's key and the day is sealed.

import { failed, ok, type Result } from '../base/result.ts';
import type { AddedDocument, Made } from '../contract/admin.ts';
import type { DocumentContent, DocumentSummary } from '../contract/sync.ts';
import { localTime } from '../core/calendar.ts';
import {
  contentOf,
  type DocumentRow,
  type KeptDocument,
  sealedDocument,
  type WholeDocumentRow,
  wholeContentOf,
} from './kept-document.ts';
import { lookThrough } from './looked-through.ts';
import { lockName } from './name-lock.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { isCodeTaken, registerProof } from './proofs.ts';
import { newVerificationCode } from './verification-code.ts';

/** Receipts are dated by the day they were paid, where the money was taken. */
function dayOf(document: KeptDocument): string {
  return document.kind === 'paymentReceipt' ? localTime(document.paidAt, 'Asia/Shanghai').date : document.issuedOn;
}

/** With what the office left to central: the code, and in documents from before there was a register also the link. */
function completed(document: AddedDocument, code: string, link?: string): KeptDocument {
  if (document.kind !== 'proof') return document;
  const whole = { ...document, verificationCode: document.verificationCode ?? code };
  return link === undefined ? whole : { ...whole, link: document.link ?? link };
}

export async function addDocument(
  office: Office,
  { idNumber, document }: { readonly idNumber: string; readonly document: AddedDocument },
): Promise<Result<Made, Refusal>> {
  const fit = await lookThrough(document);
  if (!fit.ok) return fit;
  const person = office.keys.personKey(idNumber);
  const { id } = document;
  const whole = completed(document, newVerificationCode(office.random));
  return office.database.transaction(async (queries) => {
    await lockName(queries, 'document', id);
    const [row] = await queries.query<WholeDocumentRow>('select * from documents where id = $1 for update', [id]);
    if (row !== undefined) {
      const kept = wholeContentOf(office, row);
      const again = kept.kind === 'proof' ? completed(document, kept.verificationCode, kept.link) : document;
      const same = row.person === person && JSON.stringify(again) === JSON.stringify(kept);
      return same ? ok({ id, added: false }) : failed(refusal('taken'));
    }
    if (whole.kind !== 'paymentReceipt' && (await isCodeTaken(queries, whole.verificationCode)))
      return failed(refusal('taken'));
    const { sealed_content, sealed_file } = sealedDocument(office, whole);
    await queries.query(
      'insert into documents (id, person, day, sealed_content, sealed_file) values ($1, $2, $3, $4, $5)',
      [id, person, dayOf(whole), sealed_content, sealed_file],
    );
    if (whole.kind !== 'paymentReceipt') await registerProof(office, queries, { id, code: whole.verificationCode });
    return ok({ id, added: true });
  });
}

const printable = "not exists (select 1 from proofs where document = documents.id and state = 'void')";

/** The newest first, at most fifty, and nothing void. */
export async function documentsOf(office: Office, person: string): Promise<readonly DocumentSummary[]> {
  const rows = await office.database.query<DocumentRow>(
    `select id, person, sealed_content from documents where person = $1 and ${printable} order by day desc, id limit 50`,
    [person],
  );
  return rows.map((row) => {
    const document = contentOf(office, row);
    const { id, title } = document;
    const shown = { id, title, date: dayOf(document) };
    return document.kind === 'paymentReceipt'
      ? { ...shown, kind: document.kind, amountFen: document.amountFen }
      : { ...shown, kind: 'proof', amountFen: null };
  });
}

/** Only to its owner: for anybody else there is no such document. Nor is there one that is void. */
export async function documentOf(
  office: Office,
  { person, document }: { readonly person: string; readonly document: string },
): Promise<Result<DocumentContent, Refusal>> {
  const [row] = await office.database.query<WholeDocumentRow>(
    `select * from documents where id = $1 and person = $2 and ${printable}`,
    [document, person],
  );
  if (row === undefined) return failed(refusal('notFound'));
  const kept = wholeContentOf(office, row);
  return ok(kept.kind === 'proof' ? { ...kept, link: kept.link ?? office.verifyLink(kept.verificationCode) } : kept);
}
