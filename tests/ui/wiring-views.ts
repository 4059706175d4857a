// Screens of the wiring wizard for the tests of the window: every question, with a full cabinet.

import type { Screen, WiringCell, WiringOutcome, WiringQuestion } from '../../src/contract/view.ts';
import { cellIdOf } from '../../src/core/cell.ts';

const looks: readonly WiringCell['looks'][] = ['accepted', 'remarks', 'failed', 'learnt', 'now', 'unknown'];
const cells: readonly WiringCell[] = Array.from({ length: 48 }, (_, place) => ({
  cell: cellIdOf(`A${String(place + 1).padStart(2, '0')}`),
  looks: place === 8 ? 'now' : place < 6 ? (looks[place] ?? 'unknown') : place < 20 ? 'learnt' : 'unknown',
}));
const cell = cellIdOf('A09');
const board = 'lock-board-8a/1';

const outcomes: readonly WiringOutcome[] = [
  { cell: cellIdOf('A03'), verdict: 'notAccepted', reasons: ['notFound', 'nothingMoved'] },
  { cell: cellIdOf('A07'), verdict: 'notAccepted', reasons: ['sensorBroken'] },
  { cell: cellIdOf('A11'), verdict: 'acceptedWithRemarks', reasons: ['slow', 'crossed'] },
  { cell: cellIdOf('A12'), verdict: 'acceptedWithRemarks', reasons: ['sensorNone'] },
  { cell: cellIdOf('A13'), verdict: 'notAccepted', reasons: ['sensorShared', 'namedTwice'] },
];

const questions: readonly WiringQuestion[] = [
  { ask: 'wait', what: 'pulse' },
  { ask: 'rest', seconds: 3 },
  { ask: 'begin' },
  { ask: 'noBoards' },
  { ask: 'place', board, name: 'lock-board-8a 1', bits: 24, disturbed: false },
  { ask: 'place', board, name: 'lock-board-8a 1', bits: 24, disturbed: true },
  { ask: 'shutAll', note: { is: 'open', cells: [cell, cellIdOf('A10')] } },
  { ask: 'go', board, channel: 9, cell, trouble: null, blocked: null, left: 40 },
  { ask: 'go', board, channel: 9, cell, trouble: 'severalDoors', blocked: 'doorOpen', left: 40 },
  { ask: 'door', cell, pulled: false },
  { ask: 'door', cell: null, pulled: false },
  { ask: 'sensor', cell },
  { ask: 'shut', cell, bySensor: true },
  { ask: 'review', learnt: 45, of: 48, outcomes },
  { ask: 'done', verdict: 'notAccepted', outcomes },
  { ask: 'done', verdict: 'accepted', outcomes: [] },
];

export const wiringScreens: readonly Screen[] = questions.map((question) => ({
  at: 'wiring',
  line: '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0',
  question,
  cells: question.ask === 'begin' || question.ask === 'noBoards' || question.ask === 'place' ? [] : cells,
}));
