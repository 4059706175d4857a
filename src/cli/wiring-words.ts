// Wiring words: everything that the wiring wizard says on a terminal, for technicians.

import type { ShutNote, Trouble } from '../core/wiring.ts';
import type { Reason, Verdict } from '../core/wiring-record.ts';

/** What happened, and what to do about it; for openings that said nothing reliable and for cells that are not accepted. */
export const reasons: Readonly<Record<Reason, string>> = {
  notSent: 'Nothing was sent: the line is not open. Check the adapter and its cable.',
  refused: 'The board refused the order. Check its address, its model and its supply.',
  boardSilent: 'The board did not answer after the pulse. Check supply and RS-485 wires, then try again.',
  nothingMoved:
    'Nothing moved. Press the door against its frame and try again; if it stays shut, check the lock and its plug.',
  twoSensors:
    'Two sensors moved. Shut all doors and try again with nobody at the other doors; if it comes back, check for bridged wires.',
  severalDoors:
    'Several doors opened. Shut all doors and try again; if it comes back, two locks hang on one channel: give each its own.',
  sensorWithoutDoor: 'The sensor moved but no door opened. Free the door (spring, frame), then try again.',
  sensorNotBack:
    'The door is shut but its sensor did not come back. Check that the hook holds and the contact is not stuck.',
  sensorLate: 'A sensor moved only after the answer. Shut all doors and try again.',
  shutTooSoon: 'A sensor came back before the answer. Leave the door open until you have answered, and try again.',
  noSensorSeen: 'The door opened and its sensor did not move. Check the two feedback wires.',
  wrongDoor: 'Another door opened than was learnt. Learn this cell again.',
  wrongSensor: 'Another sensor moved than was learnt. Check the feedback wires, then learn this cell again.',
  sensorChanged: 'What the sensor says contradicts what was learnt. Learn this cell again.',
  interrupted: 'Left out by the technician.',
  sensorNone: 'The lock has no contact: the person will be asked whether the door opened.',
  sensorBroken: 'The feedback wires are broken. Repair them, then repeat this cell.',
  sensorOnOtherBoard: 'Its sensor is plugged into another board. Move the plug to the board of its lock.',
  namedTwice: 'Two channels are said to open this door. Learn it again.',
  sensorShared: 'One sensor moves for more than one lock. Check for bridged wires, then learn these cells again.',
  notFound: 'No channel opened this door. Check its lock, or try further channels.',
  notTried: 'Not opened yet.',
  slow: 'Opens late: the lock is weak or the door rubs. Replace it soon.',
  crossed: 'Hangs on another place than its number says; written down so.',
};

export const verdicts: Readonly<Record<Verdict, string>> = {
  accepted: 'accepted',
  acceptedWithRemarks: 'accepted with remarks',
  notAccepted: 'NOT accepted',
};

export function shutAllWords(note: ShutNote): string {
  switch (note.is) {
    case 'first':
      return 'Shut all doors of this line, then press Enter.';
    case 'unsteady':
      return 'The sensors did not come to rest. Shut all doors and let go of them, then press Enter.';
    case 'silent':
      return `No answer from ${note.boards.join(', ')}. Check supply and wires, shut all doors, then press Enter.`;
    case 'open':
      return `By what was learnt ${note.cells.join(', ')} is open. Shut it, then press Enter. If it is shut, press Enter all the same: it will be learnt anew.`;
  }
}

export const words = {
  begin:
    'The wizard opens every cell of a line several times. Cells must be empty.\nPress Enter to look for boards; this moves nothing.',
  searching: 'Looking for boards ...',
  nothingFound: 'No board answered. Check supply, A/B wires and the adapter, then press Enter to look again.',
  disturbed: (board: string) =>
    `${board} answers, but its answers are broken: two boards with the same switch? Set one to another address and type "again"; "-" leaves it out.`,
  place: (board: string, bits: number) =>
    `${board} sends ${bits} sensor bits. Which bank is it and how many cells hang on it? E.g. "A 12"; "-" leaves it out; "again" looks again.`,
  allLeftOut: 'Every board was left out. Type "again" to look again or "stop".',
  ready: (channel: string, done: string) =>
    `${done}  ${channel}: press Enter to fire this lock once; "skip" leaves it out.`,
  resting: (seconds: number) => `The coil rests ${seconds} s.`,
  silent: (board: string) => `${board} does not answer now; nothing can be fired.`,
  doorAstray: 'A sensor says that a door is open. Shut it; if all are shut, type "shut".',
  whichExpected: (cell: string) => `Which door opened? Enter: ${cell}; else the name on the door, "none" or "several".`,
  whichBlind: 'Which door opened? Type the name on the door, "none" or "several".',
  pull: 'Pull the door gently. Which one opens now? Its name, or "none".',
  noFlip: (cell: string) =>
    `${cell} opened and no sensor moved. "none": this lock has no contact; "broken": it has one, the wire must be repaired.`,
  shut: (cell: string) => `Shut ${cell}. The sensor tells when; if it does not, press Enter.`,
  shutBlind: (cell: string) => `Shut ${cell}, then press Enter.`,
  review:
    'All channels are done. Enter: begin the acceptance (each cell three times). "repeat A05" learns a cell again, "try 2 17" learns channel 17 of board 2 of the list.',
  done: '"repeat A05" after a repair; "anew" forgets everything and looks for boards; Enter ends and writes the record.',
  stopped: { stopped: 'Stopped.', abandoned: 'Stopped: nobody answered for ten minutes.' },
  notUnderstood: 'That is no answer to this question.',
  help: 'At any moment "stop" ends the wizard; --resume goes on from there.',
} as const;

export function troubleWords(trouble: Trouble | null): string {
  return trouble === null ? '' : `${reasons[trouble]}\n`;
}
