// Ways out: which of "back" and "finish" the footer offers on each screen.

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
      return [];
    case 'fetching':
    case 'documents':
    case 'licences':
      return ['back', 'finish'];
    case 'menu':
    case 'printing':
    case 'didItPrint':
    case 'printed':
    case 'opening':
    case 'didItOpen':
    case 'takeOut':
    case 'didYouTake':
    case 'collected':
    case 'problem':
    case 'pin':
    case 'deposit':
    case 'putIn':
    case 'confirmDeposit':
    case 'technician':
      return ['finish'];
    default:
      return unreachable(screen);
  }
}
