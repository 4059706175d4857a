// Kept document: a receipt or proof as central has it, sealed in its row. The picture of a seal and a finished PDF are sealed
// apart from the words, in whose place is an empty text: a list of documents unseals words only.

import type { DocumentContent } from '../contract/sync.ts';
import type { Office } from './office.ts';

type Proof = Extract<DocumentContent, { readonly kind: 'proof' }>;
/** A proof without a link is verified at this central, under whatever address it has at that time. */
export type KeptProof = Omit<Proof, 'link'> & { readonly link?: string | undefined };
export type KeptDocument = Exclude<DocumentContent, Proof> | KeptProof;

export interface DocumentRow {
  readonly id: string;
  readonly person: string;
  readonly sealed_content: string;
}

/** With its file. */
export interface WholeDocumentRow extends DocumentRow {
  readonly sealed_file: string | null;
}

const contentPlace = (id: string) => `documents.content:${id}`;
const filePlace = (id: string) => `documents.file:${id}`;

export function sealedDocument({ keys }: Office, document: KeptDocument): Omit<WholeDocumentRow, 'id' | 'person'> {
  const { id } = document;
  const file = fileOf(document);
  return {
    sealed_content: keys.seal(JSON.stringify(withFile(document, '')), contentPlace(id)),
    sealed_file: file === undefined ? null : keys.seal(file, filePlace(id)),
  };
}

/** The words; where there is a file, it is empty. */
export function contentOf({ keys }: Office, { id, sealed_content }: DocumentRow): KeptDocument {
  return JSON.parse(keys.unseal(sealed_content, contentPlace(id)));
}

export function wholeContentOf(office: Office, row: WholeDocumentRow): KeptDocument {
  const words = contentOf(office, row);
  return row.sealed_file === null ? words : withFile(words, office.keys.unseal(row.sealed_file, filePlace(row.id)));
}

/** Base64. */
function fileOf(document: KeptDocument): string | undefined {
  if (document.kind === 'file') return document.pdf;
  return document.kind === 'proof' ? document.seal?.png : undefined;
}

function withFile(document: KeptDocument, file: string): KeptDocument {
  if (document.kind === 'file') return { ...document, pdf: file };
  if (document.kind !== 'proof' || document.seal === undefined) return document;
  return { ...document, seal: { ...document.seal, png: file } };
}
