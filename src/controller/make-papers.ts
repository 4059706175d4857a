// Making papers: which template each kind of document is put on, with the place and time of this kiosk.

import type { Clock } from '../base/clock.ts';
import { failed, ok } from '../base/result.ts';
import type { Site } from '../contract/config.ts';
import { caseNumberOf } from '../core/problem.ts';
import { makeProof } from '../documents/proof.ts';
import { paymentReceipt } from '../documents/receipt.ts';
import type { Papers } from './papers.ts';

export interface PapersOptions {
  readonly timeZone: string;
  readonly point: Site['point'];
  readonly clock: Pick<Clock, 'now'>;
}

export function createPapers({ timeZone, point, clock }: PapersOptions): Papers {
  return {
    async make(content, job) {
      const printedAt = clock.now();
      if (content.kind === 'paymentReceipt') {
        const { title, number, payer, item, amountFen, paidAt, link } = content;
        const paper = paymentReceipt({
          job: job.id,
          point: point.name,
          title,
          number,
          payer,
          item,
          amountFen,
          paidAt,
          printedAt,
          timeZone,
          link,
          copy: job.copy,
          caseNumber: caseNumberOf(job.id),
        });
        return ok({ is: 'slip', paper });
      }
      const proof = await makeProof({ ...content, copy: job.copy, printedAt });
      if (!proof.ok) return failed(proof.problem);
      return ok({ is: 'pages', ...proof.value });
    },
  };
}
