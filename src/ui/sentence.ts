// Sentence: the one thing each screen says, large and read aloud, with the sign and the tone that go with it.

import { unreachable } from '../base/result.ts';
import type { PrintingStage, Screen } from '../contract/view.ts';
import { deviceWords } from './parts/device-words.ts';
import type { IconName } from './parts/icons.tsx';
import { wiringLine } from './parts/wiring-words.ts';
import { type Line, line, problemLine } from './text/line.ts';

/** `ask` waits for the person, `wait` for the machine. Each tone has its own sign, so colour never speaks alone. */
type Tone = 'calm' | 'ask' | 'wait' | 'done' | 'problem';

interface Sentence {
  readonly line: Line;
  readonly sign: IconName;
  readonly tone: Tone;
}

function printingSentence(stage: PrintingStage): Sentence {
  switch (stage.is) {
    case 'preparing':
      return { line: line('printingPreparing'), sign: 'wait', tone: 'wait' };
    case 'printing':
      return { line: line('printing'), sign: 'wait', tone: 'wait' };
    case 'stopping':
      return { line: line('printingStopping'), sign: 'wait', tone: 'wait' };
    case 'stopped':
      return { line: problemLine(stage.why, 'what'), sign: 'warning', tone: 'problem' };
    default:
      return unreachable(stage);
  }
}

export function sentenceOf(screen: Screen): Sentence {
  switch (screen.at) {
    case 'starting':
      return { line: line('starting'), sign: 'wait', tone: 'wait' };
    case 'outOfService':
      return { line: problemLine(screen.why, 'what'), sign: 'paused', tone: 'problem' };
    case 'welcome':
      return { line: line('welcome'), sign: 'card', tone: 'calm' };
    case 'code':
      return { line: line('code'), sign: 'key', tone: 'calm' };
    case 'sign':
      return { line: line('sign', { cell: screen.cell }), sign: 'hand', tone: 'ask' };
    case 'reading':
      return { line: line('reading'), sign: 'wait', tone: 'wait' };
    case 'menu':
      return { line: line('menu', { name: screen.maskedName }), sign: 'hand', tone: 'calm' };
    case 'fetching':
      return { line: line('fetching'), sign: 'wait', tone: 'wait' };
    case 'documents':
      return { line: line('documents'), sign: 'proof', tone: 'calm' };
    case 'printing':
      return printingSentence(screen.stage);
    case 'didItPrint':
      return { line: line('didItPrint'), sign: 'question', tone: 'ask' };
    case 'printed':
      return { line: line('printed'), sign: 'yes', tone: 'done' };
    case 'licences':
      return { line: line('licences'), sign: 'cell', tone: 'calm' };
    case 'opening':
      return { line: line('opening', { cell: screen.cell }), sign: 'wait', tone: 'wait' };
    case 'didItOpen':
      return { line: line('didItOpen', { cell: screen.cell }), sign: 'question', tone: 'ask' };
    case 'takeOut':
      return screen.openTooLong
        ? { line: line('takeOutLong', { cell: screen.cell }), sign: 'warning', tone: 'problem' }
        : { line: line('takeOut', { cell: screen.cell }), sign: 'door', tone: 'done' };
    case 'didYouTake':
      return { line: line('didYouTake'), sign: 'question', tone: 'ask' };
    case 'collected':
      return { line: line('collected'), sign: 'yes', tone: 'done' };
    case 'closeDoor':
      return { line: line('closeDoor', { cell: screen.cell }), sign: 'warning', tone: 'problem' };
    case 'wrongDoor':
      return { line: line('wrongDoor', { cells: screen.cells.join(' ') }), sign: 'warning', tone: 'problem' };
    case 'thanks':
      return { line: line('thanks'), sign: 'yes', tone: 'done' };
    case 'problem':
      return { line: problemLine(screen.problem, 'what'), sign: 'warning', tone: 'problem' };
    case 'pin':
      return {
        line: line(screen.role === 'depositor' ? 'pinDepositor' : 'pinTechnician'),
        sign: 'key',
        tone: 'calm',
      };
    case 'deposit':
      return { line: line('deposit'), sign: 'cell', tone: 'calm' };
    case 'putIn':
      return {
        line: line(screen.takingBack ? 'takeBack' : 'putIn', { cell: screen.cell }),
        sign: 'door',
        tone: 'done',
      };
    case 'confirmDeposit':
      return {
        line: line(screen.labelMissing ? 'labelMissing' : screen.takingBack ? 'confirmBack' : 'confirmDeposit', {
          cell: screen.cell,
        }),
        sign: 'question',
        tone: 'ask',
      };
    case 'dropOffs':
      return { line: line('dropOffs'), sign: 'proof', tone: 'calm' };
    case 'confirmDropOff':
      return {
        line: line(screen.slammed ? 'confirmSlammed' : 'confirmDropOff', { cell: screen.cell }),
        sign: 'question',
        tone: 'ask',
      };
    case 'droppedOff':
      return { line: line('droppedOff'), sign: 'yes', tone: 'done' };
    case 'leftEmpty':
      return {
        line: line(screen.others > 0 ? 'leftShared' : 'leftEmpty', { cell: screen.cell }),
        sign: 'question',
        tone: 'ask',
      };
    case 'restarted':
      return { line: line('restarted', { cells: screen.cells.join(' ') }), sign: 'again', tone: 'problem' };
    case 'worksheet':
      return {
        line: screen.cells.length === 0 ? line('worksheetDone') : line('worksheet', { count: screen.cells.length }),
        sign: 'cell',
        tone: screen.emergency === null ? 'calm' : 'problem',
      };
    case 'secondPerson':
      return {
        line: line(screen.refused ? 'secondRefused' : 'secondPerson'),
        sign: 'card',
        tone: screen.refused ? 'problem' : 'ask',
      };
    case 'openingAll':
      return screen.toShut === null
        ? { line: line('openingAll', { opened: screen.opened, of: screen.of }), sign: 'wait', tone: 'wait' }
        : { line: line('shutAll', { count: screen.toShut.length }), sign: 'door', tone: 'ask' };
    case 'worklist':
      return {
        line: screen.recalls.length === 0 ? line('worklistDone') : line('worklist', { count: screen.recalls.length }),
        sign: 'cell',
        tone: 'calm',
      };
    case 'confirmRecall':
      return { line: line('confirmRecall', { cell: screen.cell }), sign: 'question', tone: 'ask' };
    case 'entering':
      return { line: line('entering'), sign: 'wait', tone: 'wait' };
    case 'trying':
      return { line: line(screen.device === 'kioskReader' ? 'tryCard' : 'tryCode'), sign: 'card', tone: 'ask' };
    case 'judging':
      return { line: line('judging', { device: deviceWords(screen.device) }), sign: 'question', tone: 'ask' };
    case 'technician':
      return { line: line('technician'), sign: 'tool', tone: 'calm' };
    case 'wiring':
      return { line: wiringLine(screen.question), sign: 'tool', tone: 'calm' };
    default:
      return unreachable(screen);
  }
}
