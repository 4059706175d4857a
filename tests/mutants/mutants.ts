// The deliberate mistakes, by what they would break. Each is what a tired person might write; the tests must notice every
// one. Long because it is a table.

import type { Mutant } from './mutant.ts';

const printing = ['tests/core/printing.test.ts'];
const collecting = ['tests/core/collecting.test.ts'];
const loop = ['tests/controller/loop.test.ts'];
const store = ['tests/controller/store/store.test.ts'];
const audit = ['tests/controller/store/audit-log.test.ts'];
const outbox = ['tests/controller/store/outbox.test.ts'];
const sync = ['tests/controller/sync/sync.test.ts', 'tests/controller/sync/news.test.ts'];
const slips = ['tests/hardware/receipt-printer-escpos/driver.test.ts'];
const sheets = [
  'tests/hardware/document-printer-ipp/driver.test.ts',
  'tests/hardware/document-printer-ipp/follow-job.test.ts',
];
const prints = ['tests/flows/print-faults.test.ts'];
const central = ['tests/central/central.test.ts'];

export const mutants: readonly Mutant[] = [
  // intent before act
  {
    id: 'act-before-commit',
    what: 'effects start before their intent is on disk',
    file: 'src/controller/loop.ts',
    find: 'if (!isEmpty(result.changes)) options.commit(result.changes);',
    put: 'for (const effect of result.effects) options.run(effect); if (!isEmpty(result.changes)) options.commit(result.changes);',
    caughtBy: loop,
  },
  {
    id: 'go-on-without-disk',
    what: 'a step goes on when its commit failed',
    file: 'src/controller/loop.ts',
    find: 'if (!isEmpty(result.changes)) options.commit(result.changes);',
    put: 'try { if (!isEmpty(result.changes)) options.commit(result.changes); } catch { options.log.warn("later"); }',
    caughtBy: loop,
  },
  {
    id: 'no-intent-to-open',
    what: 'a lock is pulsed without an order on record',
    file: 'src/core/opening.ts',
    find: "turn.record({ is: 'openOrdered',",
    put: "if (turn.now < 0) turn.record({ is: 'openOrdered',",
    caughtBy: ['tests/core/random-nights.test.ts', 'tests/controller/loop.test.ts'],
  },
  // an acknowledgement is not an open door
  {
    id: 'ack-is-open',
    what: "a board's acknowledgement counts as an open door",
    file: 'src/core/opening.ts',
    find: "turn.go({ ...session, stage: 'watching', deadline: turn.now + detectMs });",
    put: 'opened(turn, order, session.visit);',
    caughtBy: collecting,
  },
  {
    id: 'sensor-vetoes',
    what: 'a sensor that says open holds an authorised pulse back',
    file: 'src/core/opening.ts',
    find: "turn.ask({ do: 'pulse', order: turn.id, cell });",
    put: "if (doorReads(turn.kiosk, cell) !== 'open') turn.ask({ do: 'pulse', order: turn.id, cell });",
    caughtBy: collecting,
  },
  {
    id: 'unknown-is-closed',
    what: 'a door that cannot be read counts as closed before the pulse',
    file: 'src/core/opening.ts',
    find: "sensorSaidOpen: doorReads(turn.kiosk, cell) !== 'closed',",
    put: "sensorSaidOpen: doorReads(turn.kiosk, cell) === 'open',",
    caughtBy: collecting,
  },
  {
    id: 'retry-for-ever',
    what: 'a lock that does not open is pulsed again and again',
    file: 'src/core/opening.ts',
    find: 'const tries = 3;',
    put: 'const tries = 300;',
    caughtBy: collecting,
  },
  {
    id: 'hot-coil',
    what: 'the next pulse does not wait for the coil to cool',
    file: 'src/core/opening.ts',
    find: 'const restMs = 3_200;',
    put: 'const restMs = 0;',
    caughtBy: collecting,
  },
  {
    id: 'slam-is-taken',
    what: 'a door slammed at once counts as a hand-over',
    file: 'src/core/collecting.ts',
    find: 'slamMs = 2_000',
    put: 'slamMs = 0',
    caughtBy: collecting,
  },
  // rights
  {
    id: 'no-expiry-of-rights',
    what: 'a right opens its cell after its time',
    file: 'src/core/right.ts',
    find: "if (at.now < right.validFrom || at.now > right.validTo) return 'rightExpired';",
    put: '',
    caughtBy: collecting,
  },
  {
    id: 'old-rights-for-ever',
    what: 'rights are trusted however long central has been silent',
    file: 'src/core/right.ts',
    find: 'at.rightsAsOf === null || at.now - at.rightsAsOf > at.maxAgeMs',
    put: 'at.rightsAsOf === null',
    caughtBy: collecting,
  },
  {
    id: 'any-signature',
    what: 'a right that central did not sign is taken',
    file: 'src/controller/sync/news.ts',
    find: '!keys.verifyCentral(rightText(change.right, kiosk), change.signature)',
    put: "change.signature === ''",
    caughtBy: sync,
  },
  // restart
  {
    id: 'forget-open-orders',
    what: 'an order that a crash left open is not in doubt',
    file: 'src/core/restart.ts',
    find: "if (order.state.is !== 'ordered' && order.state.is !== 'acted') continue;",
    put: 'if (order.at > 0) continue;',
    caughtBy: [...collecting, 'tests/core/power.test.ts'],
  },
  {
    id: 'trust-restored-cells',
    what: 'cells of a restored backup are believed',
    file: 'src/core/restart.ts',
    find: 'if (storeRecovered) {',
    put: 'if (storeRecovered && saved.cells.size === 0) {',
    caughtBy: collecting,
  },
  // printing
  {
    id: 'silence-is-paper',
    what: 'a print that nobody confirmed counts as printed',
    file: 'src/core/printing.ts',
    find: "turn.setJob(job.id, { is: 'notConfirmed', at: turn.now, mark: markOf(job), next });",
    put: "turn.setJob(job.id, { is: 'done', at: turn.now, evidence: 'printer' });",
    caughtBy: printing,
  },
  {
    id: 'reprint-for-ever',
    what: 'whoever says that no paper came gets one copy after the other',
    file: 'src/core/print-doubt.ts',
    find: 'if (job.reprintOf !== null) return',
    put: "if (job.reprintOf === '') return",
    caughtBy: printing,
  },
  {
    id: 'late-print',
    what: 'a job is sent after its time',
    file: 'src/core/printing.ts',
    find: "if (job?.state.is !== 'queued' || turn.now > job.expiresAt) return;",
    put: "if (job?.state.is !== 'queued') return;",
    caughtBy: printing,
  },
  {
    id: 'old-paper-after-refill',
    what: 'a job stays in a printer that has stopped',
    file: 'src/core/printing.ts',
    find: 'if (late || standsTooLong)',
    put: 'if (late)',
    caughtBy: printing,
  },
  {
    id: 'unmarked-reprint',
    what: 'a reprint is not counted',
    file: 'src/core/printing.ts',
    find: 'copy: copiesOf(turn.kiosk, document.id) + 1,',
    put: 'copy: 1,',
    caughtBy: printing,
  },
  {
    id: 'queued-is-doubtful',
    what: 'a job that never left is asked about after a crash',
    file: 'src/core/print-doubt.ts',
    find: "if (job.state.is === 'queued') {",
    put: "if (job.state.is === 'queued' && job.at < 0) {",
    caughtBy: printing,
  },
  {
    id: 'asked-twice',
    what: 'somebody who gave no answer is asked again at each visit',
    file: 'src/core/print-doubt.ts',
    find: "if (state.is === 'notConfirmed') turn.setJob(id, { ...state, next: 'staff' });",
    put: 'if (state.is === "notConfirmed") turn.setJob(id, { ...state });',
    caughtBy: printing,
  },
  {
    id: 'no-mark-before-first-byte',
    what: 'bytes leave before the job is on disk as sent',
    file: 'src/controller/print-effects.ts',
    find: "return options.jobState(job.id) === 'sent';",
    put: 'return true;',
    caughtBy: ['tests/controller/print-effects.test.ts'],
  },
  {
    id: 'no-purge',
    what: 'a session ends and its papers stay in the printers',
    file: 'src/controller/effects.ts',
    find: 'await printing.purge();',
    put: '',
    caughtBy: ['tests/controller/print-effects.test.ts'],
  },
  {
    id: 'one-late-answer-is-proof',
    what: 'a single answer to GS r proves a slip, whoever owed it',
    file: 'hardware/drivers/receipt-printer-escpos/proofs.ts',
    find: 'isOut = heard === needed;',
    put: 'isOut = heard >= 1;',
    caughtBy: [...slips, 'tests/hardware/receipt-printer-escpos/lines.test.ts'],
  },
  {
    id: 'sheet-of-somebody-else',
    what: "a job number is followed without looking at the job's name",
    file: 'hardware/drivers/document-printer-ipp/follow-job.ts',
    find: "return nameOf(record) === name ? readRecord(record, pages) : 'lost';",
    put: 'return readRecord(record, pages);',
    caughtBy: [...sheets, 'tests/hardware/document-printer-ipp/lost-job.test.ts'],
  },
  {
    id: 'handed-over-is-printed',
    what: 'a job that a printer aborted counts as printed',
    file: 'hardware/drivers/document-printer-ipp/follow-job.ts',
    find: "return isNothingOut ? { is: 'notStarted', why } : { is: 'notConfirmed', why };",
    put: "return isNothingOut ? { is: 'notStarted', why } : { is: 'printed' };",
    caughtBy: [...sheets, ...prints],
  },
  // store
  {
    id: 'not-durable',
    what: 'commits are not synced to the disk',
    file: 'src/controller/store/sound-database.ts',
    find: "database.pragma('synchronous = full');",
    put: "database.pragma('synchronous = normal');",
    caughtBy: store,
  },
  {
    id: 'fact-without-message',
    what: 'a fact gets no message to central',
    file: 'src/controller/store/store.ts',
    find: 'for (const { id } of changes.facts) outbox.add(id);',
    put: '',
    caughtBy: [...store, ...outbox],
  },
  {
    id: 'chain-not-checked',
    what: 'a changed row of the audit log is not noticed',
    file: 'src/controller/store/audit-log.ts',
    find: "if (hashOf(auditText(hash, found)) !== found.hash) return { ok: false, at: found.row, why: 'rowChanged' };",
    put: '',
    caughtBy: audit,
  },
  {
    id: 'head-not-signed',
    what: 'rows cut off at the end are not noticed',
    file: 'src/controller/store/audit-log.ts',
    find: 'if (end.rows - signedRows >= headEveryRows) signHead();',
    put: '',
    caughtBy: audit,
  },
  {
    id: 'copies-forgotten',
    what: 'after a restart the next print is an original again',
    file: 'src/controller/store/tables.ts',
    find: 'mayBeOut: mayBeOut(job) ? 1 : 0,',
    put: 'mayBeOut: 0,',
    caughtBy: store,
  },
  // sync
  {
    id: 'acknowledge-unseen',
    what: 'messages count as sent that central has not acknowledged',
    file: 'src/controller/sync/drain.ts',
    find: 'outbox.acknowledge(acknowledged);',
    put: 'outbox.acknowledge(outbox.last());',
    caughtBy: sync,
  },
  {
    id: 'lost-after-restore',
    what: 'what a restored central has forgotten is not sent again',
    file: 'src/controller/sync/drain.ts',
    find: 'if (acknowledged < before) {',
    put: 'if (acknowledged < before - 1_000_000) {',
    caughtBy: sync,
  },
  {
    id: 'news-twice',
    what: 'news that was dealt with is dealt with again',
    file: 'src/controller/sync/news.ts',
    find: 'if (place <= cursor) continue;',
    put: '',
    caughtBy: sync,
  },
  {
    id: 'replay-accepted',
    what: 'central takes the same signed request twice',
    file: 'src/central/signed-request.ts',
    find: 'if (fresh.length === 0) {',
    put: 'if (fresh.length < 0) {',
    caughtBy: central,
  },
  {
    id: 'old-requests-accepted',
    what: 'central takes a signed request from another day',
    file: 'src/central/signed-request.ts',
    find: 'if (Math.abs(time - now) > maxSkewMs) {',
    put: 'if (Math.abs(time - now) > maxSkewMs * 10_000) {',
    caughtBy: ['tests/central/time.test.ts', ...central],
  },
];
