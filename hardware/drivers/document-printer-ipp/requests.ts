// Requests: the few things that are asked of the printer, each in the name of this kiosk.

import { failed, ok, type Result } from '../../../src/base/result.ts';
import { a4, pdfFormat } from './capabilities.ts';
import type { IppClient, IppProblem } from './client.ts';
import { jobAttributes } from './job-record.ts';
import { type Attributes, type IppAnswer, isSuccess } from './protocol.ts';

type Asked = Promise<Result<IppAnswer, IppProblem>>;

export interface PrinterRequests {
  printer(attributes: readonly string[]): Promise<Result<Attributes, IppProblem | 'refused'>>;
  validate(name: string): Asked;
  create(name: string): Asked;
  send(id: number, pdf: Uint8Array): Asked;
  cancel(id: number): Asked;
  job(id: number): Asked;
  /** Jobs of this kiosk alone, as far as the printer can tell. */
  jobs(which: 'not-completed' | 'completed'): Promise<Result<readonly Attributes[], IppProblem | 'refused'>>;
}

const replyMs = 5_000;
const sendMs = 30_000;
const wish = { copies: 1, media: a4, sides: 'one-sided' };

export function createPrinterRequests(client: IppClient, user: string): PrinterRequests {
  // CUPS shows a job's name to its owner alone: every request says who asks.
  const who = { 'requesting-user-name': user };

  function ask(operation: string, rest: Attributes): Asked {
    return client.ask({ operation, operationAttributes: { ...who, ...rest } }, replyMs);
  }
  return {
    async printer(attributes) {
      const answer = await ask('Get-Printer-Attributes', { 'requested-attributes': attributes });
      if (!answer.ok) return answer;
      return isSuccess(answer.value) ? ok(answer.value.printer) : failed('refused');
    },
    validate: (name) =>
      client.ask(
        {
          operation: 'Validate-Job',
          operationAttributes: { ...who, 'job-name': name, 'document-format': pdfFormat },
          jobAttributes: wish,
        },
        replyMs,
      ),
    create: (name) =>
      client.ask(
        { operation: 'Create-Job', operationAttributes: { ...who, 'job-name': name }, jobAttributes: wish },
        replyMs,
      ),
    send: (id, pdf) =>
      client.ask(
        {
          operation: 'Send-Document',
          operationAttributes: { 'job-id': id, ...who, 'document-format': pdfFormat, 'last-document': true },
          document: pdf,
        },
        sendMs,
      ),
    cancel: (id) => ask('Cancel-Job', { 'job-id': id }),
    job: (id) => ask('Get-Job-Attributes', { 'job-id': id, 'requested-attributes': jobAttributes }),
    async jobs(which) {
      const answer = await ask('Get-Jobs', {
        'which-jobs': which,
        'my-jobs': true,
        'requested-attributes': jobAttributes,
      });
      if (!answer.ok) return answer;
      return isSuccess(answer.value) ? ok(answer.value.jobs) : failed('refused');
    },
  };
}
