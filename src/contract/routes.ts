// Routes: everything that central answers, with the schemas of both sides. The OpenAPI description is made from this list, and
// a test compares it with what the server has. The console's own routes are between its page and its server, and not here.

import * as v from 'valibot';
import * as admin from './admin.ts';
import * as answers from './answers.ts';
import { accountRequest } from './console.ts';
import * as queue from './console-queue.ts';
import { calendarRequest, windowTotalsRequest } from './reports.ts';
import * as status from './status.ts';
import * as sync from './sync.ts';
import { dropOffAnswer, verificationAnswer } from './verification.ts';

type Schema = v.GenericSchema<unknown, unknown>;

export interface Route {
  readonly method: 'GET' | 'POST';
  /** As in OpenAPI, e.g. /admin/v1/items/{id}/freeze */
  readonly path: string;
  readonly what: string;
  /** Who may ask: anybody, a kiosk that signs, whoever holds the bearer token, or the SMS gateway with its own. */
  readonly who: 'anybody' | 'kiosk' | 'office' | 'gateway';
  readonly inPath?: Readonly<Record<string, Schema>>;
  readonly inQuery?: Readonly<Record<string, { readonly schema: Schema; readonly required: boolean }>>;
  readonly body?: Schema;
  /** A schema of JSON, or the media type of something else. */
  readonly answer: Schema | string;
}

const { kioskId } = sync;
const item = { id: admin.itemInPath };
const kiosk = { kiosk: kioskId };

const kioskRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/kiosk/v1/enrol',
    what: 'Joins as a kiosk with a one-time code; the one request of a kiosk that is not signed',
    who: 'anybody',
    body: sync.enrolRequest,
    answer: sync.enrolAnswer,
  },
  {
    method: 'POST',
    path: '/kiosk/v1/messages',
    what: 'What happened at the kiosk, in its order; each counts once',
    who: 'kiosk',
    body: sync.messageBatch,
    answer: sync.messageAnswer,
  },
  {
    method: 'GET',
    path: '/kiosk/v1/news',
    what: 'Changes after a cursor, in their order; waits for them up to `waitMs`',
    who: 'kiosk',
    inQuery: {
      after: { schema: sync.cursorInQuery, required: true },
      waitMs: { schema: sync.waitInQuery, required: false },
    },
    answer: sync.newsAnswer,
  },
  {
    method: 'GET',
    path: '/kiosk/v1/stream',
    what: 'The same as server-sent events, for as long as the line holds',
    who: 'kiosk',
    inQuery: { after: { schema: sync.cursorInQuery, required: true } },
    answer: 'text/event-stream',
  },
  {
    method: 'POST',
    path: '/kiosk/v1/key',
    what: 'A new key in place of the old one',
    who: 'kiosk',
    body: sync.keyRequest,
    answer: sync.keyAnswer,
  },
  {
    method: 'POST',
    path: '/kiosk/v1/status',
    what: 'How the kiosk is now: functions, devices, cells and figures; nothing of a person',
    who: 'kiosk',
    body: status.kioskStatus,
    answer: status.statusAnswer,
  },
  {
    method: 'POST',
    path: '/kiosk/v1/documents',
    what: 'What one person may print',
    who: 'kiosk',
    body: sync.documentsRequest,
    answer: sync.documentsAnswer,
  },
  {
    method: 'POST',
    path: '/kiosk/v1/document',
    what: 'The content of one document, asked just before it is printed',
    who: 'kiosk',
    body: sync.documentRequest,
    answer: sync.documentAnswer,
  },
];

const gatewayRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/gateway/v1/receipts',
    what: 'What became of messages; the token is that of the gateway file, which also names the fields',
    who: 'gateway',
    body: v.union([v.array(v.looseObject({})), v.looseObject({})]),
    answer: answers.receiptsTaken,
  },
];

const post = (path: string, what: string, body: Schema, answer: Schema): Route => ({
  method: 'POST',
  path: `/admin/v1/${path}`,
  what,
  who: 'office',
  body,
  answer,
});
const list = (path: string, what: string, answer: Schema): Route => ({
  method: 'GET',
  path: `/admin/v1/${path}`,
  what,
  who: 'office',
  answer,
});
const order = (name: string, what: string): Route => ({
  method: 'POST',
  path: `/admin/v1/items/{id}/${name}`,
  what,
  who: 'office',
  inPath: item,
  answer: answers.made,
});

const adminRoutes: readonly Route[] = [
  post('kiosks', 'Registers a kiosk; the same again changes its place', admin.kioskRequest, answers.kioskAnswer),
  post(
    'kiosks/codes',
    'One-time code with which a computer joins as this kiosk',
    admin.codeRequest,
    answers.codeAnswer,
  ),
  post('kiosks/extend', 'Everything in one hall waits longer', admin.extendAllRequest, answers.kioskAnswer),
  post(
    'kiosks/revoke',
    'Its computer is no longer heard, until one joins anew',
    admin.revokeRequest,
    answers.kioskAnswer,
  ),
  list('kiosks', 'Every kiosk and when it was heard of', answers.kiosksAnswer),
  {
    ...list('kiosks/{kiosk}/facts', 'What a kiosk told, and what of it could not be read', answers.factsAnswer),
    inPath: kiosk,
    inQuery: { after: { schema: sync.cursorInQuery, required: false } },
  },
  post(
    'services',
    'What tickets are given out for, and after how long somebody comes',
    queue.serviceRequest,
    answers.made,
  ),
  post('tickets', 'A number in the queue, for a queue machine', queue.ticketRequest, answers.ticketAnswer),
  post('people', 'A person with their name and phone', admin.personRequest, answers.personAnswer),
  post('items', 'A licence on its way to one hall', admin.itemRequest, answers.made),
  {
    ...post('items/{id}/extend', 'An item waits longer; only ever later', admin.extendRequest, answers.made),
    inPath: item,
  },
  order('freeze', 'Nobody can collect it until it is released'),
  order('cancel', 'It is withdrawn for good'),
  order('release', 'It can be collected again'),
  order('recall', 'Staff take it out of its cell'),
  order('keep', 'A cell is kept for it at its hall'),
  list('items', 'Items and where they are', answers.itemsAnswer),
  {
    ...list('items/{id}/delivery-receipt', 'Who got it when and where, with the signature, on paper', answers.made),
    inPath: item,
    answer: 'application/pdf',
  },
  {
    ...list('kiosks/{kiosk}/worksheet', 'A page to print: what should lie in which cell', answers.made),
    inPath: kiosk,
    answer: 'text/html',
  },
  post('drop-offs', 'Missing papers that a person may leave in a cell', admin.dropOffRequest, answers.made),
  list('drop-offs', 'What was left, and what is still waited for', answers.dropOffsAnswer),
  post('accounts', 'An account of the staff console', accountRequest, answers.made),
  post('delegations', 'Another person may collect one item, once', admin.delegationRequest, answers.made),
  post('delegations/revoke', 'Takes that back', admin.delegationRevoke, answers.made),
  list('delegations', 'Who may collect for whom', answers.delegationsAnswer),
  post('documents', 'A receipt or proof that one person may print', admin.documentAddRequest, answers.made),
  list('proofs', 'The register of proofs', answers.proofsAnswer),
  post('proofs/void', 'A proof is no longer valid, for good', admin.proofVoidRequest, answers.made),
  post('staff', 'A member of staff at one kiosk', admin.staffRequest, answers.personAnswer),
  post('staff/remove', 'Takes that back', admin.staffRemoveRequest, answers.personAnswer),
  post('calendars', 'Office hours of a hall from a day on', calendarRequest, answers.kioskAnswer),
  post('window-totals', 'Items done at the windows on each day', windowTotalsRequest, answers.kioskAnswer),
  list('sms', 'Messages to people and what became of them', answers.smsAnswer),
  list('tasks', 'What staff have to look at', answers.tasksAnswer),
];

const anybody = (path: string, what: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  what,
  who: 'anybody',
  answer,
});

const extension: Route = {
  method: 'GET',
  path: '/extend/{token}',
  what: 'A page on which an addressee lets what waits be kept longer, by the link in a message',
  who: 'anybody',
  inPath: { token: admin.codeInPath },
  answer: 'text/html',
};

const publicRoutes: readonly Route[] = [
  extension,
  { ...extension, method: 'POST', what: 'Lets it be kept longer, once' },
  anybody('/verify', 'A page with a form for the code of a proof', 'text/html'),
  {
    ...anybody(
      '/verify/{code}',
      'Whether a proof or the receipt of a drop-off is genuine',
      v.union([verificationAnswer, dropOffAnswer]),
    ),
    inPath: { code: admin.codeInPath },
  },
  anybody('/health', 'Whether this process can serve', answers.healthAnswer),
  anybody('/health/ready', 'Whether this process can serve', answers.healthAnswer),
  anybody('/health/live', 'Whether this process lives, whatever its database does', answers.healthAnswer),
  anybody('/openapi.json', 'This description', 'application/json'),
  { ...anybody('/metrics', 'Figures for Prometheus', 'text/plain'), who: 'office' },
];

export const routes: readonly Route[] = [...kioskRoutes, ...gatewayRoutes, ...adminRoutes, ...publicRoutes];
