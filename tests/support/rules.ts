// A small hall for tests of the rules: three cells on two boards, two people, and a driver of (event, time) lists.

import { uuidV7 } from '../../src/base/uuid.ts';
import type { Act } from '../../src/core/act.ts';
import { type Cell, cellIdOf } from '../../src/core/cell.ts';
import type { Changes, Effect, Event } from '../../src/core/event.ts';
import type { Recorded } from '../../src/core/fact.ts';
import { booksAgree, emptyBooks, noteFact, restsOnEvidence } from '../../src/core/fact-books.ts';
import { unseenHallDoor } from '../../src/core/hall-door.ts';
import { breaches } from '../../src/core/invariants.ts';
import { type Item, itemIdOf, newHold } from '../../src/core/item.ts';
import type { Condition, Kiosk, Settings } from '../../src/core/kiosk.ts';
import { isAllowed } from '../../src/core/permission.ts';
import { type Holder, personKeyOf } from '../../src/core/person.ts';
import { powerUnasked } from '../../src/core/power.ts';
import { isOpenJob, isSurelyCut, mayBeOut } from '../../src/core/print-job.ts';
import { copiesOf } from '../../src/core/printing.ts';
import { restart } from '../../src/core/restart.ts';
import type { Visit } from '../../src/core/session.ts';
import { step } from '../../src/core/step.ts';
import { breachesOfStep } from '../../src/core/step-laws.ts';

/** 2026-11-23 23:00 in Shanghai, a Monday night. */
export const night = Date.UTC(2026, 10, 23, 15, 0, 0);
export const day = 86_400_000;

export const applicant: Holder = {
  person: personKeyOf('a1'.repeat(32)),
  maskedName: '甲*',
  maskedNumber: '110***********002X',
  validFrom: '2020-01-01',
  validTo: null,
};
/** A visit of the applicant, by card. */
export const applicantVisit: Visit = {
  id: '',
  holder: applicant,
  role: 'citizen',
  documents: [],
  elsewhere: [],
  batch: [],
  proof: { is: 'card' },
};
export const stranger: Holder = { ...applicant, person: personKeyOf('b2'.repeat(32)), maskedName: '乙*' };
export const depositor: Holder = { ...applicant, person: personKeyOf('c3'.repeat(32)), maskedName: '丙*' };
export const technician: Holder = { ...applicant, person: personKeyOf('d4'.repeat(32)), maskedName: '丁*' };

export const a01 = cellIdOf('A01');
export const a02 = cellIdOf('A02');
export const b01 = cellIdOf('B01');
export const licence = itemIdOf('L-1');
export const second = itemIdOf('L-2');
export const envelope = itemIdOf('E-1');

export const ready: Condition = { word: 'ready', problem: null, detail: '' };
export const offline: Condition = { word: 'offline', problem: 'boardOffline', detail: '' };

export const settings: Settings = {
  version: 'test',
  calendar: {
    timeZone: 'Asia/Shanghai',
    office: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
    hall: 'always',
    holidays: [],
    workdays: [],
  },
  idleMs: 60_000,
  warnMs: 20_000,
  reopenMs: 180_000,
  signature: 'none',
  receipt: 'offered',
  cellLabels: false,
  reservationHours: 4,
  doorOpenMs: 60_000,
  doorAlarmMs: 300_000,
  rightsAgeMs: 3 * day,
  printExpiryMs: 120_000,
  hallReleaseMs: 5_000,
  boardOf: new Map([
    [a01, 'boardA'],
    [a02, 'boardA'],
    [b01, 'boardB'],
  ]),
};

export function item(state: Item['state'], id = licence): Item {
  return {
    id,
    title: { zh: '营业执照', en: 'Business licence' },
    caseNumber: 'C-1',
    size: 'small',
    addressee: applicant.person,
    maskedName: '甲*',
    hold: { ...newHold(7), until: night + 6 * day },
    state,
  };
}

export function emptyKiosk(): Kiosk {
  const cell = (id: Cell['id'], size: Cell['size']): Cell => ({
    id,
    size,
    heightCm: null,
    state: { is: 'free' },
    opens: 0,
  });
  return {
    settings,
    session: { at: 'welcome' },
    items: new Map(),
    cells: new Map([
      [a01, cell(a01, 'small')],
      [a02, cell(a02, 'medium')],
      [b01, cell(b01, 'small')],
    ]),
    doors: new Map([a01, a02, b01].map((id) => [id, { reads: 'closed', since: 0, told: 'nothing' }])),
    orders: new Map(),
    jobs: new Map(),
    copiesBefore: new Map(),
    slipMayHang: false,
    rights: new Map(),
    staff: new Map([
      [depositor.person, { person: depositor.person, role: 'depositor', badge: 'D', pinHash: 'h' }],
      [technician.person, { person: technician.person, role: 'technician', badge: 'T', pinHash: 'h' }],
    ]),
    pins: new Map(),
    codeTries: new Map(),
    suspended: new Map(),
    help: null,
    saidShut: new Map(),
    emergency: null,
    restarted: null,
    devices: new Map(
      ['kioskReader', 'receiptPrinter', 'documentPrinter', 'boardA', 'boardB'].map((name) => [name, ready]),
    ),
    deviceSince: new Map(),
    tests: new Map(),
    testing: new Set(),
    diagnostics: { is: 'inactive' },
    scanner: { armedUntil: 0 },
    hallDoor: { ...unseenHallDoor, leaf: { is: 'closed' } },
    power: powerUnasked,
    centralOnline: false,
    isClockWrong: false,
    clockOffsetMs: null,
    rightsAsOf: night,
  };
}

/** A licence lies in A01 and its addressee has the right to it. */
export function kioskWithLicence(): Kiosk {
  const empty = emptyKiosk();
  return {
    ...empty,
    items: new Map([[licence, item({ is: 'inCell', cell: a01, since: night - day })]]),
    cells: new Map(empty.cells).set(a01, {
      id: a01,
      size: 'small',
      heightCm: null,
      state: { is: 'occupied', items: [licence] },
      opens: 1,
    }),
    rights: new Map([
      [
        'r1',
        {
          id: 'r1',
          item: licence,
          cell: a01,
          person: applicant.person,
          validFrom: night - day,
          validTo: night + 7 * day,
        },
      ],
    ]),
  };
}

/** Two licences of one addressee lie in A01. */
export function kioskWithTwo(): Kiosk {
  const one = kioskWithLicence();
  const right = { id: 'r2', item: second, cell: a01, person: applicant.person };
  return {
    ...one,
    items: new Map(one.items).set(second, item({ is: 'inCell', cell: a01, since: night - day }, second)),
    cells: new Map(one.cells).set(a01, {
      id: a01,
      size: 'small',
      heightCm: null,
      state: { is: 'occupied', items: [licence, second] },
      opens: 2,
    }),
    rights: new Map(one.rights).set('r2', { ...right, validFrom: night - day, validTo: night + 7 * day }),
  };
}

/** The applicant may leave the missing papers of a case. */
export function kioskWithDropOff(): Kiosk {
  const dropOff: Item['dropOff'] = {
    missing: { zh: '租赁合同', en: 'Lease' },
    validFrom: night - day,
    validTo: night + 30 * day,
    verify: 'https://hall.example/verify',
    givenUp: 0,
    shut: null,
    receipt: null,
  };
  return { ...emptyKiosk(), items: new Map([[envelope, { ...item({ is: 'expected' }, envelope), dropOff }]]) };
}

export interface Play {
  readonly kiosk: Kiosk;
  readonly facts: readonly Recorded[];
  readonly effects: readonly Effect[];
  /** What the last step changed. */
  readonly changes: Changes;
  now: number;
  /** Devices pass their internal tests at once; else the test of the rules tells what became of them. */
  devicesAnswer: boolean;
  /** The event happens `afterMs` after the one before. Checks the invariants after each step. */
  happen(event: Event, afterMs?: number): void;
  act(act: Act, afterMs?: number): void;
  allowed(act: Act): boolean;
  /** Ticks every 250 ms for that long. */
  wait(ms: number): void;
  /** The process ends and starts again on what the steps had put on disk. */
  crash(): void;
  /** Id of the last order to pulse a lock. */
  lastOrder(): string;
  pulses(): number;
  is(fact: Recorded['fact']['is']): readonly Recorded['fact'][];
}

/** As the store would find them: open jobs count themselves. */
function copiesOnDisk(kiosk: Kiosk): Kiosk['copiesBefore'] {
  const settled = { ...kiosk, jobs: new Map([...kiosk.jobs].filter(([, job]) => !isOpenJob(job))) };
  const documents = [...kiosk.copiesBefore.keys(), ...[...kiosk.jobs.values()].map(({ document }) => document)];
  return new Map(documents.map((document) => [document, copiesOf(settled, document)]));
}

/** As the store would find it. */
function slipMayHang(kiosk: Kiosk): boolean {
  const last = [...kiosk.jobs.values()].findLast((job) => job.printer === 'receiptPrinter' && mayBeOut(job));
  return last === undefined ? kiosk.slipMayHang : !isSurelyCut(last.state);
}

export function play(start: Kiosk): Play {
  let kiosk = start;
  let count = 0;
  let changes: Changes = step(start, { is: 'tick' }, { now: night, id: '0'.repeat(36) }).changes;
  const facts: Recorded[] = [];
  const effects: Effect[] = [];
  const moment = () => {
    count += 1;
    return { now: self.now, id: uuidV7(self.now, new TextEncoder().encode(String(count).padStart(10, '0'))) };
  };
  let books = emptyBooks;
  function keep(result: ReturnType<typeof step>, event: Event | null, before: Kiosk): void {
    kiosk = result.kiosk;
    changes = result.changes;
    facts.push(...result.changes.facts);
    effects.push(...result.effects);
    const told = result.changes.facts.map(({ fact }) => fact);
    const broken = [
      ...breaches(kiosk),
      ...breachesOfStep({ before, event, after: kiosk, facts: told, effects: result.effects }),
    ];
    for (const fact of told) {
      broken.push(...restsOnEvidence(books, fact));
      books = noteFact(books, fact);
    }
    broken.push(...booksAgree(books, kiosk));
    if (broken.length > 0) throw new Error(`invariant broken: ${broken.join('; ')}`);
  }
  const self: Play = {
    now: night,
    devicesAnswer: true,
    get kiosk() {
      return kiosk;
    },
    get changes() {
      return changes;
    },
    facts,
    effects,
    happen(event, afterMs = 100) {
      self.now += afterMs;
      const before = effects.length;
      keep(step(kiosk, event, moment()), event, kiosk);
      if (!self.devicesAnswer) return;
      for (const effect of effects.slice(before))
        if (effect.do === 'testDevice')
          self.happen({ is: 'deviceTested', device: effect.device, passed: true, detail: 'fine' }, 0);
    },
    act(act, afterMs = 500) {
      if (!isAllowed(kiosk, act, { now: self.now + afterMs, id: '' }))
        throw new Error(`not allowed now: ${act.act} at ${kiosk.session.at}`);
      self.happen({ is: 'act', act, ...(act.act === 'sign' ? { sha256: 'd'.repeat(64) } : {}) }, afterMs);
    },
    allowed: (act) => isAllowed(kiosk, act, { now: self.now, id: '' }),
    wait(ms) {
      for (const end = self.now + ms; self.now < end; ) self.happen({ is: 'tick' }, Math.min(250, end - self.now));
    },
    crash() {
      const saved: Kiosk = {
        ...kiosk,
        session: { at: 'welcome' },
        jobs: new Map([...kiosk.jobs].filter(([, job]) => isOpenJob(job))),
        copiesBefore: copiesOnDisk(kiosk),
        slipMayHang: slipMayHang(kiosk),
        doors: new Map(),
        devices: new Map(),
        deviceSince: new Map(),
        testing: new Set(),
        diagnostics: { is: 'inactive' },
        scanner: { armedUntil: 0 },
        saidShut: new Map(),
        restarted: null,
        clockOffsetMs: null,
        hallDoor: unseenHallDoor,
        power: powerUnasked,
        centralOnline: false,
      };
      keep(restart(saved, moment()), null, saved);
      for (const name of ['kioskReader', 'boardA', 'boardB', 'receiptPrinter', 'documentPrinter']) {
        self.happen({ is: 'deviceChanged', device: name, condition: ready });
      }
    },
    lastOrder() {
      const pulse = effects.findLast((effect) => effect.do === 'pulse');
      if (pulse?.do !== 'pulse') throw new Error('no lock was pulsed');
      return pulse.order;
    },
    pulses: () => effects.filter((effect) => effect.do === 'pulse').length,
    is: (kind) => facts.map(({ fact }) => fact).filter((fact) => fact.is === kind),
  };
  return self;
}

/** Card down, licences, choose the one: the lock is about to be pulsed. */
export function askForLicence(game: Play, holder = applicant): void {
  game.happen({ is: 'cardSeen' });
  game.happen({ is: 'cardRead', holder }, 800);
  game.act({ act: 'showLicences' });
  game.act({ act: 'collect', cell: a01 });
}

/** Card and right PIN of a member of staff. */
export function signIn(game: Play, holder: Holder): void {
  game.happen({ is: 'cardRead', holder }, 10_000);
  game.act({ act: 'pin', digits: '246810' });
  game.happen({ is: 'pinChecked', person: holder.person, right: true });
}
