// Admin API: the routes of src/contract/admin.ts, for whoever holds the bearer token.

import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { failed, ok } from '../base/result.ts';
import {
  codeRequest,
  delegationRequest,
  delegationRevoke,
  documentAddRequest,
  dropOffRequest,
  extendAllRequest,
  extendRequest,
  itemRequest,
  kioskRequest,
  personRequest,
  proofVoidRequest,
  revokeRequest,
  staffRemoveRequest,
  staffRequest,
} from '../contract/admin.ts';
import { accountRequest } from '../contract/console.ts';
import { serviceRequest, ticketRequest } from '../contract/console-queue.ts';
import { itemId } from '../contract/fields.ts';
import { parseWith } from '../contract/parse.ts';
import { calendarRequest, windowTotalsRequest } from '../contract/reports.ts';
import { cursorInQuery, kioskId } from '../contract/sync.ts';
import { usualHoldDays } from '../core/item.ts';
import { setCalendar } from './calendars.ts';
import { addAccount } from './console-accounts.ts';
import { addDelegation, listDelegations, revokeDelegation } from './delegations.ts';
import { deliveryReceiptOf } from './delivery-receipts.ts';
import { addDocument } from './documents.ts';
import { listDropOffs } from './drop-offs.ts';
import { makeCode } from './enrolment.ts';
import { extendAllHolds, extendHold } from './holds.ts';
import { answering, answeringFile, documentBodyBytes, readBody, requireToken } from './http.ts';
import { expectItem, listItems, orderItem } from './items.ts';
import { revokeKiosk } from './kiosk-standing.ts';
import { addPerson, listKiosks, registerByName, registerKiosk } from './kiosks.ts';
import { listFacts } from './messages.ts';
import type { Office } from './office.ts';
import { malformed } from './problem-document.ts';
import { listProofs, voidProof } from './proofs.ts';
import { listSms } from './sms.ts';
import { removeStaff, setStaff } from './staff.ts';
import { listTasks } from './tasks.ts';
import { setService, takeTicket } from './tickets.ts';
import { setWindowTotals } from './window-totals.ts';
import { worksheetPage } from './worksheet-page.ts';

const itemOrderPath = v.strictObject({
  id: itemId,
  order: v.picklist(['freeze', 'cancel', 'release', 'recall', 'keep']),
});
const kioskPath = v.strictObject({ kiosk: kioskId });
const factsQuery = v.strictObject({ after: v.optional(cursorInQuery, '0') });

export function addAdminApi(
  app: FastifyInstance,
  { office, token }: { readonly office: Office; readonly token: string },
): void {
  const { database, keys } = office;

  /** A POST whose body has that schema. */
  function post<Schema extends v.GenericSchema<unknown, unknown>>(
    scope: FastifyInstance,
    path: string,
    schema: Schema,
    act: (body: v.InferOutput<Schema>) => ReturnType<Parameters<typeof answering>[0]>,
    options: { readonly bodyLimit?: number } = {},
  ): void {
    scope.post(
      path,
      options,
      answering(async (request) => {
        const body = readBody(request, schema);
        return body.ok ? act(body.value) : body;
      }),
    );
  }

  app.register(
    async (scope) => {
      requireToken(scope, token);

      post(scope, '/kiosks', kioskRequest, async (kiosk) => ok(await registerKiosk(office, kiosk)));
      post(scope, '/kiosks/codes', codeRequest, async ({ kiosk }) => {
        await registerByName(office, kiosk);
        return ok({ kiosk, ...(await makeCode(office, kiosk)) });
      });
      post(scope, '/kiosks/revoke', revokeRequest, (request) => revokeKiosk(office, request));
      post(scope, '/people', personRequest, async (person) => ok(await addPerson(office, person)));
      post(scope, '/items', itemRequest, (item) => expectItem(office, { ...item, id: item.id }));
      post(scope, '/drop-offs', dropOffRequest, ({ missing, days, ...item }) =>
        expectItem(office, { ...item, id: item.id, holdDays: usualHoldDays, dropOff: { missing, days } }),
      );
      post(scope, '/delegations', delegationRequest, (delegation) =>
        addDelegation(office, { ...delegation, id: delegation.id }),
      );
      post(scope, '/delegations/revoke', delegationRevoke, ({ id }) => revokeDelegation(office, id));
      post(scope, '/documents', documentAddRequest, (document) => addDocument(office, document), {
        bodyLimit: documentBodyBytes,
      });
      post(scope, '/proofs/void', proofVoidRequest, (request) => voidProof(office, request));
      post(scope, '/staff', staffRequest, ({ idNumber, ...staff }) =>
        setStaff(office, { ...staff, person: keys.personKey(idNumber) }),
      );
      post(scope, '/staff/remove', staffRemoveRequest, ({ kiosk, idNumber }) =>
        removeStaff(office, { kiosk, person: keys.personKey(idNumber) }),
      );
      post(scope, '/services', serviceRequest, (service) => setService(office, service));
      post(scope, '/tickets', ticketRequest, (ticket) => takeTicket(office, ticket));
      post(scope, '/accounts', accountRequest, (account) => addAccount(office, account));
      post(scope, '/calendars', calendarRequest, (request) => setCalendar(office, request));
      post(scope, '/window-totals', windowTotalsRequest, (request) => setWindowTotals(office, request));
      post(scope, '/kiosks/extend', extendAllRequest, (request) => extendAllHolds(office, request));
      scope.post(
        '/items/:id/extend',
        answering(async (request) => {
          const path = parseWith(v.strictObject({ id: itemId }), request.params);
          if (!path.ok) return failed(malformed(path.problem));
          const body = readBody(request, extendRequest);
          return body.ok ? extendHold(office, { item: path.value.id, days: body.value.days }) : body;
        }),
      );
      scope.post(
        '/items/:id/:order',
        answering(async (request) => {
          const path = parseWith(itemOrderPath, request.params);
          if (!path.ok) return failed(malformed(path.problem));
          return orderItem(office, { item: path.value.id, order: path.value.order });
        }),
      );

      scope.get(
        '/kiosks',
        answering(async () => ok({ kiosks: await listKiosks(database) })),
      );
      scope.get(
        '/kiosks/:kiosk/facts',
        answering(async (request) => {
          const path = parseWith(kioskPath, request.params);
          if (!path.ok) return failed(malformed(path.problem));
          const query = parseWith(factsQuery, request.query);
          if (!query.ok) return failed(malformed(query.problem));
          return ok(await listFacts(database, path.value.kiosk, query.value.after));
        }),
      );
      scope.get(
        '/items',
        answering(async () => ok({ items: await listItems(database) })),
      );
      scope.get(
        '/drop-offs',
        answering(async () => ok({ dropOffs: await listDropOffs(database) })),
      );
      scope.get(
        '/items/:id/delivery-receipt',
        answeringFile('application/pdf', async (request) => {
          const path = parseWith(v.strictObject({ id: itemId }), request.params);
          return path.ok ? deliveryReceiptOf(office, path.value.id) : failed(malformed(path.problem));
        }),
      );
      scope.get(
        '/kiosks/:kiosk/worksheet',
        answeringFile('text/html; charset=utf-8', async (request) => {
          const path = parseWith(kioskPath, request.params);
          return path.ok ? worksheetPage(office, path.value.kiosk) : failed(malformed(path.problem));
        }),
      );
      scope.get(
        '/delegations',
        answering(async () => ok({ delegations: await listDelegations(database) })),
      );
      scope.get(
        '/proofs',
        answering(async () => ok({ proofs: await listProofs(office) })),
      );
      scope.get(
        '/sms',
        answering(async () => ok({ sms: await listSms(database) })),
      );
      scope.get(
        '/tasks',
        answering(async () => ok({ tasks: await listTasks(database) })),
      );
    },
    { prefix: '/admin/v1' },
  );
}
