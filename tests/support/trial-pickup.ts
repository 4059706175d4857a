// Trial pickup: the hands of a clerk who deposits licences and of an applicant who collects one, in a running trial.

import { certain } from '../../src/base/result.ts';
import { type Kiosk, type Night, waitFor } from '../../src/cli/night.ts';
import type { Act } from '../../src/core/act.ts';
import type { CellId } from '../../src/core/cell.ts';
import type { ItemId } from '../../src/core/item.ts';

export interface Deposited {
  readonly item: ItemId;
  readonly cell: CellId;
}

export async function openCells(night: Night): Promise<readonly CellId[]> {
  const { banks } = await night.hallState();
  return banks
    .flatMap((bank) => bank.columns.flat())
    .filter(({ door }) => door === 'open')
    .map(({ cell }) => cell);
}

export async function cellHolds(night: Night, cell: CellId): Promise<boolean> {
  const { banks } = await night.hallState();
  const shown = banks.flatMap((bank) => bank.columns.flat()).find((one) => one.cell === cell);
  return certain(shown, `cell ${cell}`).thing !== null;
}

export async function doorOpens(night: Night, cell: CellId): Promise<void> {
  await waitFor(`door ${cell} to open`, async () => ((await openCells(night)).includes(cell) ? true : undefined));
}

export async function layAndTakeCard(night: Night, person: string, shown: () => Promise<unknown>): Promise<void> {
  await night.hall({ do: 'layCard', person, reader: 'kioskReader' });
  await shown();
  await night.hall({ do: 'takeCard', reader: 'kioskReader' });
}

/** A clerk puts in all that is expected here, one after the other, and leaves. */
export async function depositAll(night: Night, kiosk: Kiosk): Promise<readonly Deposited[]> {
  await kiosk.screen('welcome');
  await kiosk.until('central', ({ centralOnline, rightsAsOf }) => centralOnline && rightsAsOf !== null);
  const people = (await night.hallState()).people;
  const clerk = certain(
    people.find(({ role }) => role === 'depositor'),
    'a clerk',
  );
  await layAndTakeCard(night, clerk.id, () => kiosk.screen('pin'));
  await kiosk.call({ act: 'pin', digits: certain(clerk.pin, 'PIN of the clerk') });
  const deposited: Deposited[] = [];
  for (let { items } = await kiosk.screen('deposit'); items.length > 0; { items } = await kiosk.screen('deposit')) {
    const { item } = certain(items[0], 'a licence to deposit');
    await kiosk.call({ act: 'deposit', item });
    const { cell } = await kiosk.screen('putIn');
    await doorOpens(night, cell);
    const thing = certain((await night.hallState()).hands[0], 'a licence in the hand');
    await night.hall({ do: 'putIn', cell, thing: thing.id });
    await night.hall({ do: 'pushShut', cell });
    await kiosk.screen('confirmDeposit');
    await kiosk.call({ act: 'confirmDeposit', putIn: true });
    deposited.push({ item, cell });
  }
  await kiosk.call({ act: 'finish' });
  await kiosk.screen('welcome');
  return deposited;
}

/** Nobody is being served; after a kill the screen still names the door that was in motion. */
export async function nextTurn(kiosk: Kiosk): Promise<void> {
  await kiosk.until('the next person’s turn', ({ screen }) => screen.at === 'welcome' || screen.at === 'restarted');
}

/** What an applicant draws when they sign. */
export const signing: Act = {
  act: 'sign',
  strokes: [Array.from({ length: 20 }, (_, index) => [100 + 20 * index, 100 + 10 * index]).flat()],
};

/** The applicant comes and chooses; all that is left is to sign for the licence. */
export async function chooseLicence(night: Night, kiosk: Kiosk, person: string): Promise<Deposited> {
  await nextTurn(kiosk);
  await layAndTakeCard(night, person, () => kiosk.screen('menu'));
  await kiosk.call({ act: 'showLicences' });
  const { screen } = await kiosk.until(
    'one licence that can be collected',
    (view) =>
      view.screen.at === 'licences' &&
      view.screen.licences.length === 1 &&
      view.screen.licences[0]?.collectable.works === true,
  );
  if (screen.at !== 'licences') throw new Error(`the screen is ${screen.at}`);
  const { items, cell } = certain(screen.licences[0], 'the licence');
  await kiosk.call({ act: 'collect', cell });
  await kiosk.screen('sign');
  return { item: certain(items[0], 'what lies in it').item, cell };
}
