// Ways out: which of "back" and "finish" the footer offers on each screen. None while a door is open or paper is on
// its way: the rules end those by what the door and the printer do, and a button that is always refused helps nobody.

import { unreachable } from '../base/result.ts';
import type { Screen } from '../contract/view.ts';

export function waysOut(screen: Screen): readonly ('back' | 'finish')[] {
  switch (screen.at) {
    case 'starting':
    case 'outOfService':
    case 'welcome':
    case 'reading':
    case 'closeDoor':
    case 'thanks':
    case 'printing':
    case 'opening':
    case 'takeOut':
    case 'putIn':
    case 'wrongDoor':
    case 'restarted':
    case 'openingAll':
      return [];
    case 'entering':
      return ['back'];
    case 'trying':
    case 'judging':
    case 'secondPerson':
      return ['back'];
    case 'wiring':
      // A coil at work is never left alone.
      if (screen.question.ask === 'wait')
        return screen.question.what === 'pulse' || screen.question.what === 'line' ? [] : ['back'];
      return screen.question.ask === 'rest' ? [] : ['back'];
    case 'code':
      return ['back'];
    case 'sign':
    case 'fetching':
    case 'documents':
    case 'licences':
    case 'dropOffs':
    case 'worklist':
    case 'worksheet':
      return ['back', 'finish'];
    case 'menu':
    case 'didItPrint':
    case 'printed':
    case 'didItOpen':
    case 'didYouTake':
    case 'collected':
    case 'problem':
    case 'pin':
    case 'deposit':
    case 'confirmDeposit':
    case 'leftEmpty':
    case 'confirmDropOff':
    case 'droppedOff':
    case 'confirmRecall':
    case 'technician':
      return ['finish'];
    default:
      return unreachable(screen);
  }
}
