// Gateway API: where an SMS gateway tells what became of messages. It proves itself with the token of the gateway file.

import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { failed, ok } from '../base/result.ts';
import { answering, readBody } from './http.ts';
import type { Office } from './office.ts';
import { malformed, refusal } from './problem-document.ts';
import type { ReceiptReader } from './sms-http-gateway.ts';
import { takeReceipt } from './sms-receipts.ts';

/** Without a reader nobody is believed. */
export function addGatewayApi(app: FastifyInstance, office: Office, receipts: ReceiptReader | undefined): void {
  app.post(
    '/gateway/v1/receipts',
    answering(async (request) => {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (receipts === undefined || !receipts.isToken(token)) return failed(refusal('noToken'));
      const body = readBody(request, v.unknown());
      if (!body.ok) return body;
      const said = receipts.read(body.value);
      if (said === undefined) return failed(malformed({ lines: ['the whole: must be receipts'] }));
      let taken = 0;
      for (const receipt of said) if ((await takeReceipt(office, receipt)).ok) taken += 1;
      return ok({ taken });
    }),
  );
}
