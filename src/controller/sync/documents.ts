// Documents: asks central, while the citizen waits, what one person may print and what it says.

import { failed, ok, type Result } from '../../base/result.ts';
import { type DocumentContent, documentAnswer, documentsAnswer } from '../../contract/sync.ts';
import type { Found } from '../../core/event.ts';
import type { PersonKey } from '../../core/person.ts';
import type { Central, CentralProblem } from './central.ts';

/** What a citizen is told needs no more than three words; a central in trouble is as good as none. */
function wordFor(problem: CentralProblem): 'offline' | 'refused' | 'unknown' {
  if (problem.is === 'offline') return 'offline';
  if (problem.is === 'unreadable') return 'refused';
  if (problem.status === 404) return 'unknown';
  return problem.status >= 500 ? 'offline' : 'refused';
}

export async function askDocuments(
  central: Pick<Central, 'ask'>,
  { person, deadlineMs }: { readonly person: PersonKey; readonly deadlineMs: number },
): Promise<Result<Found, 'offline' | 'refused'>> {
  const asked = await central.ask({
    method: 'POST',
    path: '/kiosk/v1/documents',
    body: { person, elsewhere: true },
    answer: documentsAnswer,
    deadlineMs,
    signed: true,
  });
  if (asked.ok) return ok({ documents: asked.value.documents, elsewhere: asked.value.elsewhere ?? [] });
  const word = wordFor(asked.problem);
  return failed(word === 'unknown' ? 'refused' : word);
}

export async function askDocument(
  central: Pick<Central, 'ask'>,
  { person, id, deadlineMs }: { readonly person: PersonKey; readonly id: string; readonly deadlineMs: number },
): Promise<Result<DocumentContent, 'offline' | 'refused' | 'unknown'>> {
  const asked = await central.ask({
    method: 'POST',
    path: '/kiosk/v1/document',
    body: { person, document: id },
    answer: documentAnswer,
    deadlineMs,
    signed: true,
  });
  return asked.ok ? ok(asked.value.document) : failed(wordFor(asked.problem));
}
