// Papers that are left, through the real store, keys, papers and printer driver, with central never to be reached: what the
// slip says can be checked with the kiosk's public key and its audit log alone.

import { expect, it } from 'vitest';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { isSignedBy } from '../../src/controller/keys.ts';
import { dropOffNumber, slipCodeOf, slipText } from '../../src/core/drop-off.ts';
import { type PrintHall, startPrintHall } from '../support/print-hall.ts';
import { applicant, envelope, kioskWithDropOff } from '../support/rules.ts';

const noCentral = () => {
  throw new Error('central was asked');
};

function ownReceipt(hall: PrintHall) {
  const one = hall.kiosk().items.get(envelope);
  if (one?.dropOff?.receipt == null) throw new Error('nothing was received');
  return { item: one, receipt: one.dropOff.receipt };
}

/** The door has shut behind the envelope and the person says that it is inside. */
async function leftPapers(): Promise<PrintHall> {
  const hall = await startPrintHall({ start: kioskWithDropOff(), fetch: noCentral });
  for (const cell of hall.kiosk().cells.keys()) hall.dispatch({ is: 'doorChanged', cell, reads: 'closed' });
  hall.dispatch({ is: 'clockCompared', offsetMs: -2_400 });
  hall.dispatch({ is: 'cardRead', holder: applicant });
  hall.act({ act: 'showDropOffs' });
  expect(hall.screen()).toMatchObject({
    at: 'dropOffs',
    lines: [{ item: envelope, left: null, works: { works: true } }],
  });
  hall.act({ act: 'dropOff', item: envelope });
  const { session } = hall.kiosk();
  if (session.at !== 'opening') throw new Error(`at ${session.at}`);
  const { cell, order } = session;
  hall.dispatch({ is: 'pulsed', order, outcome: 'acknowledged' });
  hall.dispatch({ is: 'doorChanged', cell, reads: 'open' });
  expect(hall.screen()).toMatchObject({ at: 'putIn', cell });
  await hall.pass(5_000);
  hall.dispatch({ is: 'doorChanged', cell, reads: 'closed' });
  expect(hall.screen()).toMatchObject({ at: 'confirmDropOff', cell, slammed: false });
  await hall.pass(1_000);
  hall.act({ act: 'confirmDropOff', putIn: true });
  return hall;
}

it('LD7 prints time, case, cell, place in the log and hash, and its QR code holds the signature of the kiosk over all of it', async () => {
  const hall = await leftPapers();
  const { receipt, item } = ownReceipt(hall);
  const place = hall.placeOf(receipt.fact);
  expect(hall.screen()).toMatchObject({
    at: 'droppedOff',
    number: dropOffNumber(receipt.fact),
    place,
    cell: receipt.cell,
  });
  hall.act({ act: 'printDropOff', item: envelope });
  await hall.until('the paper', () => hall.kiosk().session.at === 'printed');
  const slip =
    hall.slips
      .papers()
      .map((paper) => textOf(paper).join(' '))
      .at(-1) ?? '';
  const parts = [
    '自助投件回执',
    item.caseNumber,
    receipt.cell,
    '2026-11-23 23:0',
    dropOffNumber(receipt.fact),
    '-2.4 s',
  ];
  for (const part of [...parts, String(place?.row), place?.hash.slice(0, 4)]) expect(slip).toContain(part);
  const link = hall.qr();
  const code = slipCodeOf(link.split('/').at(-1) ?? '');
  if (code === null || place === null) throw new Error(`no code in ${link}`);
  expect(link).toMatch(/^https:\/\/hall\.example\/verify\/D~/);
  expect(link.length).toBeLessThanOrEqual(300);
  expect(code).toMatchObject({ ...place, fact: receipt.fact });
  const about = { kiosk: code.kiosk, item: envelope, caseNumber: item.caseNumber };
  const signature = code.signature.replaceAll('-', '+').replaceAll('_', '/');
  expect(isSignedBy(hall.publicKey, slipText(receipt, about, place), signature)).toBe(true);
  const later = { ...receipt, shutAt: (receipt.shutAt ?? 0) + 1 };
  expect(isSignedBy(hall.publicKey, slipText(later, about, place), signature)).toBe(false);
  await hall.close();
});

it('LD7 without paper shows the number, and prints the same slip at a later visit, also after a crash', async () => {
  const hall = await leftPapers();
  hall.slips.simulatePaperOut(0);
  await hall.until('the printer to say so', () => hall.kiosk().devices.get('receiptPrinter')?.problem === 'paperOut');
  const { receipt } = ownReceipt(hall);
  const place = hall.placeOf(receipt.fact);
  expect(hall.screen()).toMatchObject({
    at: 'droppedOff',
    number: dropOffNumber(receipt.fact),
    slip: { works: false, why: 'paperOut' },
  });
  await hall.crash();
  hall.slips.simulateRefill();
  await hall.until('the printer', () => hall.kiosk().devices.get('receiptPrinter')?.word === 'ready');
  hall.dispatch({ is: 'cardRead', holder: applicant });
  expect(hall.screen()).toMatchObject({ at: 'menu', dropOffs: 1 });
  hall.act({ act: 'showDropOffs' });
  expect(hall.screen()).toMatchObject({
    at: 'dropOffs',
    lines: [{ left: { at: receipt.shutAt, cell: receipt.cell, slip: { works: true } } }],
  });
  hall.act({ act: 'printDropOff', item: envelope });
  await hall.until('the paper', () => hall.kiosk().session.at === 'printed');
  expect(slipCodeOf(hall.qr().split('/').at(-1) ?? '')).toMatchObject({ ...place, fact: receipt.fact });
  expect(hall.facts().filter(({ is }) => is === 'dropOffReceived')).toHaveLength(1);
  await hall.close();
});
