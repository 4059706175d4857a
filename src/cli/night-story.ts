// Night story: who comes to the hall in which order, and what each must find. Used by the demo and by its test.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certain } from '../base/result.ts';
import type { HallReaderName } from '../contract/panel.ts';
import type { Act } from '../core/act.ts';
import type { CellId } from '../core/cell.ts';
import { type Kiosk, type Night, waitFor } from './night.ts';
import { askCentral, startCentralProcess, trialKiosk } from './trial.ts';

/** What the applicants of the story draw when they sign. */
const drawnWave = Array.from({ length: 24 }, (_, index) => [
  100 + 30 * index,
  250 + (index % 2 === 0 ? 80 : -80),
]).flat();

export interface StoryOptions {
  readonly night: Night;
  /** Receipt, proof and timeline are kept here. */
  readonly folder: string;
  readonly step: (name: string, work: () => Promise<string>) => Promise<void>;
  readonly note: (line: string) => void;
  /** Told again whenever there is more to end. */
  readonly onEnd: (end: () => Promise<void>) => void;
}

interface Sms {
  readonly text: string;
}
interface StoredFact {
  readonly id: string;
  readonly sequence: number;
  readonly fact: { readonly is: string } & Readonly<Record<string, unknown>>;
}

export async function playNight({
  night,
  folder,
  step,
  note,
  onEnd,
}: StoryOptions): Promise<{ endKiosk(): Promise<void> }> {
  const { trial } = night;
  let kiosk: Kiosk = await night.startKiosk();
  let central = trial.central;
  onEnd(async () => {
    await kiosk.child.end();
    await central.end();
    await trial.end();
  });
  const ask = (path: string) => askCentral(trial.centralUrl, trial.adminToken, path);
  const facts = async () =>
    ((await ask(`/admin/v1/kiosks/${trialKiosk}/facts?after=0`)) as { readonly facts: readonly StoredFact[] }).facts;

  const people = (await night.hallState()).people;
  const personWith = (role: string, place = 0) =>
    certain(people.filter((one) => one.role === role && !one.expired)[place], `a person who is ${role}`);

  async function swipe(person: string, reader: HallReaderName = 'kioskReader'): Promise<void> {
    await night.hall({ do: 'layCard', person, reader });
  }
  async function take(reader: HallReaderName = 'kioskReader'): Promise<void> {
    await night.hall({ do: 'takeCard', reader });
  }
  /** Ends the visit and waits until the kiosk is ready for the next person. */
  async function leave(): Promise<void> {
    await kiosk.call({ act: 'finish' });
    await kiosk.until('the end of the visit', ({ screen }) => screen.at === 'thanks' || screen.at === 'welcome');
  }
  async function cellSeen(cell: CellId, door: 'open' | 'shut'): Promise<void> {
    await night.hallUntil(`door ${cell} ${door}`, (state) =>
      state.banks.some((bank) => bank.columns.flat().some((one) => one.cell === cell && one.door === door)),
    );
  }

  note('');
  note('15:10  A clerk puts two licences into the cabinet.');
  const depositedAt: CellId[] = [];
  await step('deposit', async () => {
    await kiosk.screen('welcome');
    await kiosk.until(
      'the first news from central',
      ({ centralOnline, rightsAsOf }) => centralOnline && rightsAsOf !== null,
    );
    const clerk = personWith('depositor');
    await swipe(clerk.id);
    await kiosk.screen('pin');
    await take();
    await kiosk.call({ act: 'pin', digits: certain(clerk.pin, 'PIN of the clerk') });
    for (let licence = 0; licence < 2; licence += 1) {
      await kiosk.screen('deposit');
      const { items } = await kiosk.screen('deposit');
      await kiosk.call({ act: 'deposit', item: certain(items[0], 'a licence to deposit').item });
      const { cell } = await kiosk.screen('putIn');
      await cellSeen(cell, 'open');
      const thing = certain((await night.hallState()).hands[0], 'a licence in the hand');
      await night.hall({ do: 'putIn', cell, thing: thing.id });
      await night.hall({ do: 'pushShut', cell });
      await kiosk.screen('confirmDeposit');
      await kiosk.call({ act: 'confirmDeposit', putIn: true });
      depositedAt.push(cell);
    }
    await kiosk.screen('deposit');
    await leave();
    return `in cells ${depositedAt.join(' and ')}`;
  });
  await step('tell the applicants by SMS', async () => {
    const messages = await waitFor('two text messages', async () => {
      const { sms } = (await ask('/admin/v1/sms')) as { readonly sms: readonly Sms[] };
      return sms.length >= 2 ? sms : undefined;
    });
    if (messages.length !== 2) throw new Error(`${messages.length} messages instead of 2`);
    return certain(messages[0], 'a message').text;
  });

  note('');
  note('23:00  A citizen finds a paper missing and walks to the hall.');
  const citizen = personWith('citizen');
  await step('enter the hall', async () => {
    await swipe(citizen.id, 'hallReader');
    await night.hallUntil('the strike to be released', ({ hallDoor }) => hallDoor.strike === 'released');
    await take('hallReader');
    await night.hall({ do: 'pushHallDoor' });
    await waitFor('the entry at central', async () =>
      (await facts()).some(({ fact }) => fact.is === 'hallEntered') ? true : undefined,
    );
    await night.hall({ do: 'shutHallDoor' });
    return 'the door opened for the card and the entry is on record';
  });

  async function printOne(kind: 'paymentReceipt' | 'proof', file: string): Promise<string> {
    const before = (await night.hallState()).papers.length;
    await kiosk.call({ act: 'showDocuments' });
    const { documents } = await kiosk.screen('documents');
    await kiosk.call({
      act: 'print',
      document: certain(
        documents.find((one) => one.kind === kind),
        kind,
      ).id,
    });
    await kiosk.screen('printed');
    const state = await night.hallUntil('paper', ({ papers }) => papers.length > before);
    const paper = certain(state.papers[0], 'the paper');
    const bytes = await night.paper(paper.number, kind === 'proof' ? 'pdf' : 'png');
    writeFileSync(join(folder, file), bytes);
    await night.hall({ do: 'takePaper', number: paper.number });
    return `${bytes.length} bytes in ${file}`;
  }
  await step('print a payment receipt', async () => {
    await kiosk.screen('welcome');
    await swipe(citizen.id);
    await kiosk.screen('menu');
    await take();
    return printOne('paymentReceipt', 'receipt.png');
  });
  await step('print a proof', async () => {
    const detail = await printOne('proof', 'proof.pdf');
    await leave();
    return detail;
  });

  note('');
  note('02:00  The line to central fails.');
  await step('lose central', async () => {
    await waitFor('two pickup rights at the kiosk', async () =>
      (await facts()).filter(({ fact }) => fact.is === 'itemDeposited').length === 2 ? true : undefined,
    );
    await central.end();
    await kiosk.until('central to be gone', ({ centralOnline }) => !centralOnline);
    return 'the kiosk noticed and goes on alone';
  });

  note('');
  note('07:00  The applicants collect before work, without a network.');
  async function toOpenDoor(applicant: { readonly id: string }): Promise<CellId> {
    await kiosk.screen('welcome');
    await swipe(applicant.id);
    await kiosk.screen('menu');
    await take();
    await kiosk.call({ act: 'showLicences' });
    const { licences } = await kiosk.screen('licences');
    await kiosk.call({ act: 'collect', cell: certain(licences[0], 'a licence').cell });
    await kiosk.screen('sign');
    await kiosk.call({ act: 'sign', strokes: [drawnWave] });
    const { cell } = await kiosk.screen('takeOut');
    await cellSeen(cell, 'open');
    return cell;
  }
  await step('collect a licence', async () => {
    const cell = await toOpenDoor(personWith('applicant', 0));
    const open = (await night.hallState()).banks
      .flatMap((bank) => bank.columns.flat())
      .filter((one) => one.door === 'open');
    if (open.length !== 1) throw new Error(`${open.length} doors are open`);
    await night.hall({ do: 'takeOut', cell });
    await new Promise((done) => setTimeout(done, 2_200));
    await night.hall({ do: 'pushShut', cell });
    await kiosk.screen('collected');
    await leave();
    return `cell ${cell} and no other opened, was emptied and shut`;
  });
  await step('kill the controller while a cell is open', async () => {
    const cell = await toOpenDoor(personWith('applicant', 1));
    kiosk.child.process.kill('SIGKILL');
    await kiosk.child.ended;
    kiosk = await night.startKiosk();
    const { cell: known } = await kiosk.screen('closeDoor');
    if (known !== cell) throw new Error(`the kiosk knows of ${known} instead of ${cell}`);
    await night.hall({ do: 'takeOut', cell });
    await night.hall({ do: 'pushShut', cell });
    const { cells } = await kiosk.screen('restarted');
    if (cells.join() !== cell) throw new Error(`the screen asks to check ${cells.join()} instead of ${cell}`);
    await new Promise((done) => setTimeout(done, 1_500));
    await cellSeen(cell, 'shut');
    return `came back, asked for door ${cell} to be shut, opened nothing again`;
  });

  note('');
  note('08:00  The line to central is back.');
  await step('central returns and everything arrives once', async () => {
    const again = await startCentralProcess({
      data: join(folder, 'data'),
      port: Number(new URL(trial.centralUrl).port),
      tokenFile: join(folder, 'data', 'central-admin.token'),
    });
    if (!again.ok) throw new Error(again.problem);
    central = again.value;
    await kiosk.until('central to be reached', ({ centralOnline }) => centralOnline);
    const stored = await waitFor('the night at central', async () => {
      const all = await facts();
      return all.filter(({ fact }) => fact.is === 'started').length === 2 &&
        all.some(({ fact }) => fact.is === 'doorClosed')
        ? all
        : undefined;
    });
    const sequences = stored.map(({ sequence }) => sequence);
    if (sequences.some((sequence, index) => sequence !== index + 1))
      throw new Error('a fact is missing, doubled or out of order');
    if (new Set(stored.map(({ id }) => id)).size !== stored.length) throw new Error('a fact came twice');
    const handed = stored.filter(({ fact }) => fact.is === 'itemHandedOver').length;
    if (handed !== 1) throw new Error(`${handed} hand-overs instead of 1`);
    return `${stored.length} facts in order, each once`;
  });

  note('');
  note('08:30  Three who are turned away with the right words.');
  async function turnedAway(person: { readonly id: string }, problem: string): Promise<string> {
    await kiosk.until('the next person’s turn', ({ screen }) => ['welcome', 'restarted'].includes(screen.at));
    await swipe(person.id);
    const shown = await kiosk.screen('problem');
    await take();
    if (shown.problem !== problem) throw new Error(`the screen says ${shown.problem} instead of ${problem}`);
    await leaveProblem();
    return `${problem}, case ${shown.caseNumber}`;
  }
  async function leaveProblem(): Promise<void> {
    const act: Act = { act: 'finish' };
    await kiosk.call(act);
    await kiosk.until('the end of the visit', ({ screen }) => screen.at === 'thanks' || screen.at === 'welcome');
  }
  await step('a stranger', () => turnedAway(personWith('stranger'), 'nothingForYou'));
  await step('an expired card', () =>
    turnedAway(
      certain(
        people.find((one) => one.expired),
        'a person with an expired card',
      ),
      'cardExpired',
    ),
  );
  await step('an empty printer', async () => {
    await night.hall({ do: 'setRoll', roll: 'out' });
    await kiosk.until(
      'the printer to be known empty',
      ({ now }) => !now.receipts.works && now.receipts.why === 'paperOut',
    );
    await kiosk.screen('welcome');
    await swipe(citizen.id);
    await kiosk.screen('menu');
    await take();
    await kiosk.call({ act: 'showDocuments' });
    const { documents } = await kiosk.screen('documents');
    const receipt = certain(
      documents.find((one) => one.kind === 'paymentReceipt'),
      'a receipt',
    );
    if (receipt.printable.works || receipt.printable.why !== 'paperOut')
      throw new Error('the receipt is still offered');
    await leave();
    await night.hall({ do: 'setRoll', roll: 'full' });
    return 'greyed out with "paperOut" before anything is asked';
  });

  return { endKiosk: () => kiosk.child.end() };
}
