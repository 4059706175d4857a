// Documents: the receipts and proofs a person may print. Everything but the owner's key and the day is sealed.

import { failed, ok, type Result } from '../base/result.ts';
import type { Made } from '../contract/admin.ts';
import type { DocumentContent, DocumentSummary } from '../contract/sync.ts';
import { localTime } from '../core/calendar.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

const contentPlace = (id: string) => `documents.content:${id}`;

/** Receipts are dated by the day they were paid, where the money was taken. */
function dayOf(document: DocumentContent): string {
  return document.kind === 'proof' ? document.issuedOn : localTime(document.paidAt, 'Asia/Shanghai').date;
}

interface DocumentRow {
  readonly id: string;
  readonly person: string;
  readonly sealed_content: string;
}

function contentOf({ keys }: Office, { id, sealed_content }: DocumentRow): DocumentContent {
  return JSON.parse(keys.unseal(sealed_content, contentPlace(id)));
}

export async function addDocument(
  office: Office,
  { idNumber, document }: { readonly idNumber: string; readonly document: DocumentContent },
): Promise<Result<Made, Refusal>> {
  const { database, keys } = office;
  const person = keys.personKey(idNumber);
  const text = JSON.stringify(document);
  const { id } = document;
  const added = await database.query(
    `insert into documents (id, person, day, sealed_content) values ($1, $2, $3, $4)
     on conflict do nothing returning 1`,
    [id, person, dayOf(document), keys.seal(text, contentPlace(id))],
  );
  if (added.length > 0) return ok({ id, added: true });
  const [row] = await database.query<DocumentRow>('select * from documents where id = $1', [id]);
  const same = row?.person === person && JSON.stringify(contentOf(office, row)) === text;
  return same ? ok({ id, added: false }) : failed(refusal('taken'));
}

/** The newest first, at most fifty. */
export async function documentsOf(office: Office, person: string): Promise<readonly DocumentSummary[]> {
  const rows = await office.database.query<DocumentRow>(
    'select * from documents where person = $1 order by day desc, id limit 50',
    [person],
  );
  return rows.map((row) => {
    const document = contentOf(office, row);
    const { id, kind, title } = document;
    return { id, kind, title, date: dayOf(document), amountFen: kind === 'proof' ? null : document.amountFen };
  });
}

/** Only to its owner: for anybody else there is no such document. */
export async function documentOf(
  office: Office,
  { person, document }: { readonly person: string; readonly document: string },
): Promise<Result<DocumentContent, Refusal>> {
  const [row] = await office.database.query<DocumentRow>('select * from documents where id = $1 and person = $2', [
    document,
    person,
  ]);
  return row === undefined ? failed(refusal('notFound')) : ok(contentOf(office, row));
}
