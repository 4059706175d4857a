// The delivery receipt through the real store, papers and printer driver, with central never to be reached: what comes out,
// and what happens when the paper ends or the controller dies in the middle of it.

import { expect, it } from 'vitest';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { type PrintHall, startPrintHall } from '../support/print-hall.ts';
import { a01, askForLicence, kioskWithLicence, play } from '../support/rules.ts';

/** The door has just shut behind the licence. */
async function afterHandOver(): Promise<PrintHall> {
  const game = play(kioskWithLicence());
  askForLicence(game);
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
  game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
  return startPrintHall({
    start: game.kiosk,
    fetch: () => {
      throw new Error('central was asked');
    },
  });
}

const slipsOf = (hall: PrintHall) => hall.slips.papers().map((paper) => textOf(paper).join(' '));
const told = (hall: PrintHall) =>
  hall
    .facts()
    .map(({ is }) => is)
    .filter((is) => is.startsWith('print'));

it('LC6 comes out with the cell, the masked name and "confirmed locally", and its job forgets them', async () => {
  const hall = await afterHandOver();
  expect(hall.screen()).toMatchObject({ at: 'collected', receipt: { works: true } });
  hall.act({ act: 'printDelivery' });
  await hall.until('the paper', () => hall.kiosk().session.at === 'printed');
  for (const part of ['送达回证', 'C-1', '营业执照', 'A01', '甲*', '柜门传感器确认', '本机确认'])
    expect(slipsOf(hall)[0]).toContain(part);
  expect(told(hall)).toEqual(['printOrdered', 'printSent', 'printed']);
  hall.act({ act: 'back' });
  expect(hall.screen().at).toBe('collected');
  await hall.close();
});

it('LC6 is greyed out with the reason while there is no paper', async () => {
  const hall = await afterHandOver();
  hall.slips.simulatePaperOut(0);
  await hall.until('the printer to say so', () => hall.kiosk().devices.get('receiptPrinter')?.problem === 'paperOut');
  expect(hall.screen()).toMatchObject({ at: 'collected', receipt: { works: false, why: 'paperOut' } });
  await hall.close();
});

it('LC6 waits for the refill when the paper ends in the middle', async () => {
  const hall = await afterHandOver();
  hall.act({ act: 'printDelivery' });
  await hall.until('the first byte', () => told(hall).includes('printSent'));
  hall.slips.simulatePaperOut(0);
  await hall.until('the stop', () => told(hall).includes('printStopped'));
  hall.slips.simulateRefill();
  await hall.until('the paper', () => hall.kiosk().session.at === 'printed');
  await hall.close();
});

it('LC6 is asked about after a crash with the line pulled, and a "no" prints it again as a marked copy', async () => {
  const hall = await afterHandOver();
  hall.act({ act: 'printDelivery' });
  await hall.until('the first byte', () => told(hall).includes('printSent'));
  hall.slips.simulatePowerOff();
  await hall.crash();
  hall.slips.simulatePowerOn();
  await hall.until('the printer', () => hall.kiosk().devices.get('receiptPrinter')?.word === 'ready');
  await hall.enter();
  expect(hall.screen()).toMatchObject({ at: 'didItPrint', title: { zh: '送达回证' } });
  hall.act({ act: 'answerPrinted', printed: false });
  await hall.until('the paper', () => hall.kiosk().session.at === 'printed');
  expect(slipsOf(hall).at(-1)).toMatch(/送达回证.*补打 第2份.*甲\*.*A01/s);
  await hall.close();
});
