// Making papers: which template each kind of document is put on, with the place and time of this kiosk.

import type { Clock } from '../base/clock.ts';
import { failed, ok } from '../base/result.ts';
import type { Site } from '../contract/config.ts';
import { caseNumberOf } from '../core/problem.ts';
import { checkPdf } from '../documents/checked-pdf.ts';
import { deliverySlip } from '../documents/delivery-receipt.ts';
import { dropOffSlip } from '../documents/drop-off-slip.ts';
import { makeProof } from '../documents/proof.ts';
import { makeReadinessReport } from '../documents/readiness-report.ts';
import { paymentReceipt } from '../documents/receipt.ts';
import { testDocument, testSlip } from '../documents/test-page.ts';
import { worksheetSlip } from '../documents/worksheet-slip.ts';
import type { Papers } from './papers.ts';

export interface PapersOptions {
  /** Its name in the site file. */
  readonly kiosk: string;
  readonly timeZone: string;
  readonly point: Site['point'];
  readonly clock: Pick<Clock, 'now'>;
}

export function createPapers({ kiosk, timeZone, point, clock }: PapersOptions): Papers {
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
      if (content.kind === 'deliveryReceipt') {
        const { maskedName, evidence, ...delivery } = content.delivery;
        const paper = deliverySlip({
          ...delivery,
          job: job.id,
          point: point.name,
          addressee: maskedName,
          confirmedBy: evidence,
          printedAt,
          timeZone,
          copy: job.copy,
        });
        return ok({ is: 'slip', paper });
      }
      if (content.kind === 'worksheet') {
        const { sheet } = content;
        return ok({ is: 'slip', paper: worksheetSlip({ job: job.id, point: point.name, kiosk, sheet, timeZone }) });
      }
      if (content.kind === 'dropOffSlip') {
        const paper = dropOffSlip({
          ...content.slip,
          job: job.id,
          point: point.name,
          printedAt,
          timeZone,
          copy: job.copy,
        });
        return ok({ is: 'slip', paper });
      }
      if (content.kind === 'testSlip' || content.kind === 'testPage') {
        const test = { job: job.id, printer: content.printer, at: printedAt, timeZone };
        if (content.kind === 'testSlip') return ok({ is: 'slip', paper: testSlip(test) });
        const page = await testDocument(test);
        return page.ok ? ok({ is: 'pages', ...page.value }) : failed(page.problem);
      }
      if (content.kind === 'readinessReport') {
        const report = await makeReadinessReport(content.report);
        return report.ok ? ok({ is: 'pages', ...report.value }) : failed(report.problem);
      }
      const pages =
        content.kind === 'file'
          ? await checkPdf(Buffer.from(content.pdf, 'base64'))
          : await makeProof({ ...content, copy: job.copy, printedAt });
      return pages.ok ? ok({ is: 'pages', ...pages.value }) : failed(pages.problem);
    },
  };
}
