// Depositing: by bar code or from the list, into a cell that is sure to be empty; what was not put in leaves no doubt behind.

import { describe, expect, it } from 'vitest';
import { type Cell, type CellId, cellLabel, chooseCell, isWithinReach, itemsIn } from '../../src/core/cell.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import {
  a01,
  a02,
  applicant,
  askForLicence,
  b01,
  depositor,
  emptyKiosk,
  item,
  kioskWithLicence,
  licence,
  night,
  offline,
  type Play,
  play,
  ready,
  second,
  stranger,
  technician,
} from '../support/rules.ts';

function withItems(more: Partial<Kiosk> = {}): Kiosk {
  const expected = { is: 'expected' } as const;
  return {
    ...emptyKiosk(),
    items: new Map([
      [licence, item(expected)],
      [second, { ...item(expected, second), addressee: stranger.person, caseNumber: 'C-2' }],
    ]),
    ...more,
  };
}

function begin(start: Kiosk = withItems()): Play {
  const game = play(start);
  game.happen({ is: 'deviceChanged', device: 'codeScanner', condition: ready });
  game.happen({ is: 'cardRead', holder: depositor });
  game.act({ act: 'pin', digits: '246810' });
  game.happen({ is: 'pinChecked', person: depositor.person, right: true });
  expect(game.kiosk.session.at).toBe('deposit');
  return game;
}

function openAndShut(game: Play): CellId {
  const { session } = game.kiosk;
  if (session.at !== 'opening') throw new Error(`nothing opens at ${session.at}`);
  game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
  game.happen({ is: 'doorChanged', cell: session.cell, reads: 'open' }, 300);
  game.happen({ is: 'doorChanged', cell: session.cell, reads: 'closed' }, 5_000);
  return session.cell;
}

const armed = (game: Play) => game.effects.filter((effect) => effect.do === 'armScanner').length;

describe('by bar code', () => {
  it('LD1 opens a cell for the item whose code is held before the scanner, by its id or its case number', () => {
    for (const [text, id] of [
      ['L-1', licence],
      ['C-2', second],
    ] as const) {
      const game = begin();
      game.happen({ is: 'codeScanned', text });
      expect(game.is('openOrdered')).toMatchObject([{ why: 'deposit', items: [id] }]);
    }
  });

  it('LD1 arms the scanner while an item is to be chosen, again after each code and each minute, and at no other time', () => {
    const game = begin();
    expect(armed(game)).toBe(1);
    game.wait(50_000);
    game.act({ act: 'stay' });
    game.wait(11_000);
    expect(armed(game)).toBe(2);
    game.happen({ is: 'codeScanned', text: 'no such thing' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'codeUnknown' });
    game.wait(1_000);
    expect(armed(game)).toBe(2);
    game.act({ act: 'back' });
    expect(armed(game)).toBe(3);
    game.act({ act: 'finish' });
    expect(game.effects.at(-1)).toMatchObject({ do: 'disarmScanner' });
    game.happen({ is: 'codeScanned', text: 'L-1' });
    expect(game.pulses()).toBe(0);
  });

  it('LD1 says so when the code is of an item that is not to be put in, and of two items of one case neither', () => {
    const game = begin({ ...kioskWithLicence(), devices: emptyKiosk().devices });
    game.happen({ is: 'codeScanned', text: 'L-1' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'notNow' });
    const twice = begin(
      withItems({ items: new Map([licence, second].map((id) => [id, item({ is: 'expected' }, id)])) }),
    );
    twice.happen({ is: 'codeScanned', text: 'C-1' });
    expect(twice.kiosk.session).toMatchObject({ at: 'problem', problem: 'codeUnknown' });
    expect(twice.pulses()).toBe(0);
  });

  it('LD1 leaves the list as it is where there is no scanner or it fails', () => {
    const game = begin();
    game.happen({ is: 'deviceChanged', device: 'codeScanner', condition: offline });
    game.act({ act: 'deposit', item: licence });
    expect(game.pulses()).toBe(1);
  });
});

describe('the cell', () => {
  const cells = (...states: Cell['state'][]) =>
    states.map(
      (state, index): Cell => ({ id: [a01, a02, b01][index] ?? a01, size: 'small', heightCm: null, state, opens: 0 }),
    );
  const need = { size: 'small', largerThan: null, low: false } as const;

  it('LD1 is the smallest that fits, the least used of those, and never one in doubt, out of service or offline', () => {
    const doubtful = cells(
      { is: 'unverified', why: 'restart', items: [] },
      { is: 'outOfService', why: 'lock', items: [] },
    );
    expect(chooseCell(doubtful, need, () => true)).toBeUndefined();
    const [one, two] = cells({ is: 'free' }, { is: 'free' });
    if (one === undefined || two === undefined) throw new Error('two cells');
    expect(chooseCell([{ ...one, opens: 3 }, two], need, () => true)?.id).toBe(a02);
    expect(chooseCell([{ ...one, size: 'large' }, two], need, () => true)?.id).toBe(a02);
    const game = begin();
    game.happen({ is: 'deviceChanged', device: 'boardA', condition: offline });
    game.act({ act: 'deposit', item: licence });
    expect(game.is('openOrdered')).toMatchObject([{ cell: b01 }]);
  });

  it('LC8 is between 38 and 122 cm for whoever needs it, and nowhere else, also when it is shared', () => {
    expect([null, 37, 38, 122, 123].map((heightCm) => isWithinReach({ heightCm }))).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    const high = withItems().cells;
    const low = { ...item({ is: 'expected' }), lowCell: true as const };
    const noneLow = begin(withItems({ items: new Map([[licence, low]]) }));
    noneLow.act({ act: 'deposit', item: licence });
    expect(noneLow.kiosk.session).toMatchObject({ at: 'problem', problem: 'noFreeCell' });
    const withLow = new Map(high);
    for (const [id, cell] of high) withLow.set(id, { ...cell, heightCm: id === b01 ? 100 : 160 });
    const game = begin(withItems({ items: new Map([[licence, low]]), cells: withLow }));
    game.act({ act: 'deposit', item: licence });
    expect(game.is('openOrdered')).toMatchObject([{ cell: b01 }]);
    const occupied = kioskWithLicence();
    const sharing = begin({
      ...occupied,
      items: new Map(occupied.items).set(second, { ...low, id: second }),
    });
    sharing.act({ act: 'deposit', item: second });
    expect(sharing.kiosk.session).toMatchObject({ at: 'problem', problem: 'noFreeCell' });
  });

  it('LC8 is asked for by central in a change of its own', () => {
    const game = play(withItems());
    game.happen({ is: 'news', cursor: 1, asOf: night, news: { is: 'lowCellNeeded', item: licence } });
    expect(game.kiosk.items.get(licence)).toMatchObject({ lowCell: true, state: { is: 'expected' } });
  });

  it('LC1 is shared with what waits for the same person, and with nobody else', () => {
    const start = kioskWithLicence();
    const of = (addressee: typeof applicant.person) =>
      begin({
        ...start,
        items: new Map(start.items).set(second, { ...item({ is: 'expected' }, second), addressee }),
      });
    const own = of(applicant.person);
    own.act({ act: 'deposit', item: second });
    expect(openAndShut(own)).toBe(a01);
    own.act({ act: 'confirmDeposit', putIn: true });
    expect(own.kiosk.cells.get(a01)?.state).toEqual({ is: 'occupied', items: [licence, second] });
    const other = of(stranger.person);
    other.act({ act: 'deposit', item: second });
    expect(openAndShut(other)).not.toBe(a01);
  });
});

describe('what was not put in', () => {
  it('E12 LD2 is kept for a larger cell; the old one is free again when the sensor saw it and staff say empty', () => {
    const game = begin();
    game.happen({ is: 'codeScanned', text: 'L-1' });
    const small = openAndShut(game);
    game.act({ act: 'largerCell' });
    expect(game.kiosk.cells.get(small)?.state).toMatchObject({ is: 'unverified', why: 'depositCancelled' });
    game.act({ act: 'answerLeftEmpty', empty: true });
    expect(game.kiosk.cells.get(small)?.state).toEqual({ is: 'free' });
    expect(game.is('cellVerified')).toMatchObject([{ cell: small, by: depositor.person, found: 'empty' }]);
    expect(openAndShut(game)).toBe(a02);
    game.act({ act: 'confirmDeposit', putIn: true });
    expect(game.is('itemDeposited')).toMatchObject([{ item: licence, cell: a02 }]);
  });

  it('LD2 leaves the cell in doubt when staff are not sure, when nobody answers, and when no sensor saw it', () => {
    for (const how of ['unsure', 'nobody', 'blind'] as const) {
      const game = begin();
      game.act({ act: 'deposit', item: licence });
      const { session } = game.kiosk;
      const cell = session.at === 'opening' ? session.cell : a01;
      if (how === 'blind') {
        for (let attempt = 1; attempt <= 3; attempt += 1) {
          game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
          if (attempt < 3) for (let before = game.pulses(); game.pulses() === before; ) game.wait(250);
        }
        game.wait(2_000);
        game.act({ act: 'answerOpened', opened: true });
      } else openAndShut(game);
      game.act({ act: 'confirmDeposit', putIn: false });
      if (how === 'nobody') game.wait(61_000);
      else game.act({ act: 'answerLeftEmpty', empty: how === 'blind' });
      expect(game.kiosk.cells.get(cell)?.state).toMatchObject({ is: 'unverified', why: 'depositCancelled' });
      expect(game.kiosk.items.get(licence)?.state).toEqual({ is: 'expected' });
      expect([game.is('itemDeposited'), game.is('depositCancelled').length]).toEqual([[], 1]);
    }
  });

  it('LD2 leaves the others of a shared cell ready when it is as it was before', () => {
    const start = kioskWithLicence();
    const game = begin({ ...start, items: new Map(start.items).set(second, item({ is: 'expected' }, second)) });
    game.act({ act: 'deposit', item: second });
    openAndShut(game);
    game.act({ act: 'confirmDeposit', putIn: false });
    game.act({ act: 'answerLeftEmpty', empty: true });
    expect(game.kiosk.cells.get(a01)?.state).toEqual({ is: 'occupied', items: [licence] });
    expect(game.kiosk.items.get(licence)?.state).toMatchObject({ is: 'inCell', cell: a01 });
  });

  /** A second item is on its way to what waits for the same person when the power goes. */
  function cutShort(): Play {
    const start = kioskWithLicence();
    const game = begin({ ...start, items: new Map(start.items).set(second, item({ is: 'expected' }, second)) });
    game.act({ act: 'deposit', item: second });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.crash();
    for (const board of ['boardA', 'boardB']) game.happen({ is: 'deviceChanged', device: board, condition: ready });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 300);
    return game;
  }

  const stateOf = (game: Play, id = second) => game.kiosk.items.get(id)?.state;

  it('E16 keeps from its addressee nothing that lay there before, and says nothing of what may have been put in', () => {
    const game = cutShort();
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'unverified', items: [licence, second] });
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(game.is('itemHandedOver')).toMatchObject([{ item: licence, evidence: 'sensor' }]);
    expect(stateOf(game)).toMatchObject({ is: 'disputed', cell: a01, why: 'deposit' });
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'unverified', items: [second] });
    game.act({ act: 'reopen' });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    game.act({ act: 'finish' });
    game.wait(300_000);
    expect(game.kiosk.cells.get(a01)?.state).toMatchObject({ is: 'unverified', items: [second] });
    game.happen({ is: 'cardRead', holder: technician });
    game.act({ act: 'pin', digits: '1' });
    game.happen({ is: 'pinChecked', person: technician.person, right: true });
    game.act({ act: 'verifyCell', cell: a01, found: 'empty' });
    expect(stateOf(game)).toEqual({ is: 'expected' });
    expect(game.is('itemHandedOver')).toHaveLength(1);
  });

  it('E16 keeps track of it also when the first is said to be missing, or the lock fails afterwards', () => {
    for (const how of ['missing', 'lock'] as const) {
      const game = cutShort();
      askForLicence(game);
      game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
      game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
      game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
      if (how === 'missing') game.act({ act: 'sayEmpty' });
      else {
        game.act({ act: 'reopen' });
        for (let attempt = 1; attempt <= 3; attempt += 1) {
          game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
          if (attempt < 3) for (let before = game.pulses(); game.pulses() === before; ) game.wait(250);
        }
        game.wait(2_000);
        game.act({ act: 'answerOpened', opened: false });
      }
      const cell = game.kiosk.cells.get(a01);
      expect(cell === undefined ? [] : itemsIn(cell)).toContain(second);
      expect(stateOf(game)).toMatchObject({ is: 'disputed', cell: a01 });
    }
  });

  it('E16 opens for nobody else what may hold it, and offers it to nobody while it alone may be there', () => {
    const game = cutShort();
    const agentRight = {
      id: 'r2',
      item: licence,
      cell: a01,
      person: stranger.person,
      validFrom: night - 1,
      validTo: night + 86_400_000,
    };
    game.happen({ is: 'news', cursor: 1, asOf: game.now, news: { is: 'rightGranted', right: agentRight } });
    const before = game.pulses();
    game.happen({ is: 'cardRead', holder: stranger });
    game.act({ act: 'showLicences' });
    game.act({ act: 'collect', cell: a01 });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'moreInside' });
    game.act({ act: 'back' });
    game.act({ act: 'finish' });
    const alone = begin();
    alone.act({ act: 'deposit', item: licence });
    alone.crash();
    for (const board of ['boardA', 'boardB']) alone.happen({ is: 'deviceChanged', device: board, condition: ready });
    alone.happen({ is: 'cardRead', holder: applicant });
    alone.act({ act: 'showLicences' });
    expect(alone.kiosk.session).toMatchObject({ at: 'problem', problem: 'noLicence' });
    expect(alone.is('collectRefused')).toMatchObject([{ item: null }]);
    expect(game.pulses()).toBe(before);
  });

  it('E21 hands out what lay there before although central has not heard of the second yet, and both together', () => {
    const start = kioskWithLicence();
    const game = begin({ ...start, items: new Map(start.items).set(second, item({ is: 'expected' }, second)) });
    game.act({ act: 'deposit', item: second });
    openAndShut(game);
    game.act({ act: 'confirmDeposit', putIn: true });
    game.act({ act: 'finish' });
    askForLicence(game);
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: a01, reads: 'open' }, 300);
    game.happen({ is: 'doorChanged', cell: a01, reads: 'closed' }, 5_000);
    expect(game.is('itemHandedOver')).toMatchObject([{ item: licence }, { item: second }]);
  });

  it('E21 opens for no second item alone before central has given a right to it, nor once it could have been taken back', () => {
    const start = kioskWithLicence();
    for (const how of ['alone', 'heard'] as const) {
      const items = new Map(start.items).set(second, item({ is: 'expected' }, second));
      const game = begin({ ...start, items, rights: how === 'alone' ? new Map() : start.rights });
      game.act({ act: 'deposit', item: second });
      openAndShut(game);
      game.act({ act: 'confirmDeposit', putIn: true });
      game.act({ act: 'finish' });
      if (how === 'heard') game.happen({ is: 'upToDate', asOf: game.now });
      const before = game.pulses();
      askForLicence(game);
      expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'notReleased' });
      expect(game.pulses()).toBe(before);
    }
  });

  it('LD8 when nothing is free, says where else, and reserves and promises nothing', () => {
    const full = new Map(
      [...withItems().cells].map(([id, cell]) => [
        id,
        { ...cell, state: { is: 'unverified', why: 'restart', items: [] } as const },
      ]),
    );
    const game = begin(withItems({ cells: full }));
    game.happen({ is: 'codeScanned', text: 'L-1' });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'noFreeCell' });
    expect(game.kiosk.items.get(licence)?.state).toEqual({ is: 'expected' });
    expect([game.pulses(), game.is('itemDeposited')]).toEqual([0, []]);
  });
});

describe('a batch', () => {
  function putTwo(): Play {
    const game = begin();
    for (const text of ['L-1', 'L-2']) {
      game.happen({ is: 'codeScanned', text });
      openAndShut(game);
      game.act({ act: 'confirmDeposit', putIn: true });
    }
    return game;
  }

  it('LD5 keeps the list of what went in where', () => {
    const { session } = putTwo().kiosk;
    expect(session).toMatchObject({ at: 'deposit', visit: { batch: [{ item: licence }, { item: second }] } });
  });

  it('LD5 undoes the last: the cell opens again, it comes out, and both are as before', () => {
    const game = putTwo();
    game.act({ act: 'undoDeposit' });
    expect(game.is('openOrdered').at(-1)).toMatchObject({ why: 'takeBack', items: [second] });
    const cell = openAndShut(game);
    game.act({ act: 'confirmDeposit', putIn: false });
    game.act({ act: 'answerLeftEmpty', empty: true });
    expect(game.is('depositCancelled')).toMatchObject([{ item: second, cell }]);
    expect(game.kiosk.cells.get(cell)?.state).toEqual({ is: 'free' });
    expect(game.kiosk.items.get(second)?.state).toEqual({ is: 'expected' });
    expect(game.kiosk.session).toMatchObject({ at: 'deposit', visit: { batch: [{ item: licence }] } });
  });

  it('LD5 changes nothing when it stayed inside, or when the lock did not get the order', () => {
    const stayed = putTwo();
    stayed.act({ act: 'undoDeposit' });
    openAndShut(stayed);
    stayed.act({ act: 'confirmDeposit', putIn: true });
    const unsent = putTwo();
    unsent.act({ act: 'undoDeposit' });
    unsent.happen({ is: 'pulsed', order: unsent.lastOrder(), outcome: 'notSent' });
    for (const game of [stayed, unsent]) {
      expect(game.kiosk.items.get(second)?.state.is).toBe('inCell');
      expect([game.is('itemDeposited').length, game.is('depositCancelled')]).toEqual([2, []]);
    }
  });

  it('LD5 undoes nothing of another visit or that is gone from its cell', () => {
    const game = putTwo();
    game.happen({ is: 'news', cursor: 1, asOf: game.now, news: { is: 'itemFrozen', item: second } });
    expect(game.allowed({ act: 'undoDeposit' })).toBe(false);
    expect(begin().allowed({ act: 'undoDeposit' })).toBe(false);
  });
});

describe('the label inside a cell', () => {
  function labelled(): Play {
    const start = withItems();
    return begin({ ...start, settings: { ...start.settings, cellLabels: true } });
  }

  function openFor(game: Play): CellId {
    game.act({ act: 'deposit', item: licence });
    const { session } = game.kiosk;
    if (session.at !== 'opening') throw new Error('nothing opens');
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell: session.cell, reads: 'open' }, 300);
    return session.cell;
  }

  it('LD9 must be scanned before the deposit counts', () => {
    const game = labelled();
    const cell = openFor(game);
    game.happen({ is: 'doorChanged', cell, reads: 'closed' }, 3_000);
    expect(game.allowed({ act: 'confirmDeposit', putIn: true })).toBe(false);
    game.act({ act: 'openAgain' });
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.happen({ is: 'doorChanged', cell, reads: 'open' }, 300);
    game.happen({ is: 'codeScanned', text: 'something else' });
    game.happen({ is: 'codeScanned', text: cellLabel(cell) });
    game.happen({ is: 'doorChanged', cell, reads: 'closed' }, 3_000);
    game.act({ act: 'confirmDeposit', putIn: true });
    expect(game.is('itemDeposited')).toMatchObject([{ item: licence, cell }]);
  });

  function pulseInVain(game: Play): void {
    game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'acknowledged' });
    game.wait(5_000);
  }

  it('LD9 leaves what was put in before in doubt when the door does not open once more', () => {
    const endings: readonly ((game: Play) => void)[] = [
      (game) => {
        game.act({ act: 'openAgain' });
        game.happen({ is: 'pulsed', order: game.lastOrder(), outcome: 'notSent' });
      },
      (game) => {
        for (const device of ['boardA', 'boardB']) game.happen({ is: 'deviceChanged', device, condition: offline });
        game.act({ act: 'openAgain' });
      },
      (game) => {
        game.act({ act: 'openAgain' });
        while (game.kiosk.session.at === 'opening') pulseInVain(game);
        game.act({ act: 'answerOpened', opened: false });
      },
    ];
    for (const end of endings) {
      const game = labelled();
      const cell = openFor(game);
      game.happen({ is: 'doorChanged', cell, reads: 'closed' }, 3_000);
      end(game);
      expect(game.kiosk.session.at).toBe('problem');
      expect(['unverified', 'outOfService']).toContain(game.kiosk.cells.get(cell)?.state.is);
      expect(game.kiosk.cells.get(cell)?.state).toMatchObject({ items: [licence] });
      expect(game.kiosk.items.get(licence)?.state).toMatchObject({ is: 'disputed', cell });
      expect(game.is('itemDeposited')).toEqual([]);
    }
  });

  it('LD9 of another cell means another door: both cells are in doubt and nothing counts', () => {
    const game = labelled();
    const cell = openFor(game);
    const other = cell === b01 ? a01 : b01;
    game.happen({ is: 'codeScanned', text: cellLabel(other) });
    expect(game.kiosk.session).toMatchObject({ at: 'problem', problem: 'wrongCell' });
    expect(game.is('wrongLabel')).toEqual([{ is: 'wrongLabel', cell, found: other }]);
    for (const id of [cell, other])
      expect(game.kiosk.cells.get(id)?.state).toMatchObject({ is: 'unverified', why: 'wrongLabel' });
    expect(game.kiosk.items.get(licence)?.state.is).toBe('disputed');
    expect(game.is('itemDeposited')).toEqual([]);
  });

  it('LD9 is not asked for where the site has none', () => {
    const game = begin();
    const cell = openFor(game);
    game.happen({ is: 'doorChanged', cell, reads: 'closed' }, 3_000);
    game.act({ act: 'confirmDeposit', putIn: true });
    expect(game.is('itemDeposited')).toHaveLength(1);
  });
});
