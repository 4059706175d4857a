// Wiring words: which sentence says what the wizard found and what to do about it.

import { unreachable } from '../../base/result.ts';
import type { WiringCell, WiringQuestion } from '../../contract/view.ts';
import type { Reason, Verdict } from '../../core/wiring-record.ts';
import type { TextKey } from '../text/line.ts';
import { type Line, line } from '../text/line.ts';

export const reasonKeys: Readonly<Record<Reason, TextKey>> = {
  notSent: 'wireNotSent',
  refused: 'wireRefused',
  boardSilent: 'wireBoardSilent',
  nothingMoved: 'wireNothingMoved',
  twoSensors: 'wireTwoSensors',
  severalDoors: 'wireSeveralDoors',
  sensorWithoutDoor: 'wireSensorWithoutDoor',
  sensorNotBack: 'wireSensorNotBack',
  sensorLate: 'wireSensorLate',
  shutTooSoon: 'wireShutTooSoon',
  noSensorSeen: 'wireNoSensorSeen',
  wrongDoor: 'wireWrongDoor',
  wrongSensor: 'wireWrongSensor',
  sensorChanged: 'wireSensorChanged',
  interrupted: 'wireInterrupted',
  sensorNone: 'wireSensorNone',
  sensorBroken: 'wireSensorBroken',
  sensorOnOtherBoard: 'wireSensorOnOtherBoard',
  namedTwice: 'wireNamedTwice',
  sensorShared: 'wireSensorShared',
  notFound: 'wireNotFound',
  notTried: 'wireNotTried',
  slow: 'wireSlow',
  crossed: 'wireCrossed',
};

export const verdictKeys: Readonly<Record<Verdict, TextKey>> = {
  accepted: 'wireAccepted',
  acceptedWithRemarks: 'wireRemarks',
  notAccepted: 'wireNotAccepted',
};

export const lookKeys: Readonly<Record<WiringCell['looks'], TextKey>> = {
  unknown: 'wireLookUnknown',
  learnt: 'wireLookLearnt',
  accepted: 'wireLookAccepted',
  remarks: 'wireLookRemarks',
  failed: 'wireLookFailed',
  now: 'wireLookNow',
};

const waits: Readonly<Record<Extract<WiringQuestion, { ask: 'wait' }>['what'], TextKey>> = {
  line: 'wireWaitLine',
  search: 'wireWaitSearch',
  baseline: 'wireWaitBaseline',
  pulse: 'wireWaitPulse',
};

/** The one large sentence of the wizard's screen. */
export function wiringLine(question: WiringQuestion): Line {
  switch (question.ask) {
    case 'wait':
      return line(waits[question.what]);
    case 'rest':
      return line('wireRest', { seconds: question.seconds });
    case 'begin':
      return line('wireBegin');
    case 'noBoards':
      return line('wireNoBoards');
    case 'place':
      return line(question.disturbed ? 'wireDisturbed' : 'wirePlace', { board: question.name });
    case 'shutAll':
      return line('wireShutAll');
    case 'go':
      if (question.blocked === 'boardSilent') return line('wireSilentNow');
      if (question.blocked === 'doorOpen') return line('wireDoorOpen');
      return question.cell === null ? line('wireGoBlind') : line('wireGo', { cell: question.cell });
    case 'door':
      return line(question.pulled ? 'wirePull' : 'wireWhichDoor');
    case 'sensor':
      return line('wireNoFlip', { cell: question.cell });
    case 'shut':
      return line('wireShut', { cell: question.cell });
    case 'review':
      return line('wireReview', { learnt: question.learnt, of: question.of });
    case 'done':
      return line(verdictKeys[question.verdict]);
    default:
      return unreachable(question);
  }
}
