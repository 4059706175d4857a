// Kept document: a receipt or proof as central has it, sealed in its row.

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

const contentPlace = (id: string) => `documents.content:${id}`;

export function sealedContent({ keys }: Office, document: KeptDocument): string {
  return keys.seal(JSON.stringify(document), contentPlace(document.id));
}

export function contentOf({ keys }: Office, { id, sealed_content }: DocumentRow): KeptDocument {
  return JSON.parse(keys.unseal(sealed_content, contentPlace(id)));
}
