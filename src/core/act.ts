// Act: everything a person can do at the window. The window sends it, the rules decide whether it may be done now.

import type { CellId } from './cell.ts';
import type { ItemId, RecallPlace } from './item.ts';
import type { SheetChoice } from './sheet.ts';
import type { Signature } from './signature.ts';
import type { TrialWish } from './trying.ts';
import type { WiringAct } from './wiring-event.ts';
import type { Language } from './words.ts';

export type Act =
  // anybody
  | { readonly act: 'chooseLanguage'; readonly language: Language }
  | { readonly act: 'elder'; readonly on: boolean }
  | { readonly act: 'stay' }
  | { readonly act: 'back' }
  | { readonly act: 'finish' }
  /** A person is to come. */
  | { readonly act: 'callHelp' }
  | { readonly act: 'withdrawHelp' }
  /** The card cannot be read: in by the code of the message. */
  | { readonly act: 'useCode' }
  | { readonly act: 'enterCode'; readonly code: string; readonly phone: string }
  /** Against the sensor. */
  | { readonly act: 'sayShut'; readonly cell: CellId }
  // a citizen after the card
  | { readonly act: 'showDocuments' }
  | { readonly act: 'print'; readonly document: string }
  | { readonly act: 'stopPrinting' }
  | { readonly act: 'answerPrinted'; readonly printed: boolean }
  | { readonly act: 'showLicences' }
  | { readonly act: 'collect'; readonly cell: CellId }
  | { readonly act: 'extendHold'; readonly cell: CellId }
  | { readonly act: 'sign'; readonly strokes: Signature }
  | { readonly act: 'skipSignature' }
  | { readonly act: 'answerOpened'; readonly opened: boolean }
  | { readonly act: 'answerTaken'; readonly taken: boolean }
  | { readonly act: 'sayEmpty' }
  /** One of several is not there. */
  | { readonly act: 'sayMissing'; readonly item: ItemId }
  | { readonly act: 'sayNotMine' }
  | { readonly act: 'reopen' }
  | { readonly act: 'printDelivery' }
  | { readonly act: 'showDropOffs' }
  | { readonly act: 'dropOff'; readonly item: ItemId }
  | { readonly act: 'confirmDropOff'; readonly putIn: boolean }
  | { readonly act: 'printDropOff'; readonly item: ItemId }
  // staff
  | { readonly act: 'pin'; readonly digits: string }
  | { readonly act: 'deposit'; readonly item: ItemId }
  /** A free cell for something that is on its way. */
  | { readonly act: 'keepCell' | 'letCellGo'; readonly item: ItemId }
  | { readonly act: 'confirmDeposit'; readonly putIn: boolean }
  | { readonly act: 'largerCell' }
  | { readonly act: 'openAgain' }
  | { readonly act: 'answerLeftEmpty'; readonly empty: boolean }
  | { readonly act: 'undoDeposit' }
  | { readonly act: 'showRecalls' }
  | { readonly act: 'showWorksheet' }
  | { readonly act: 'printSheet'; readonly which: SheetChoice }
  | { readonly act: 'foundItems'; readonly cell: CellId; readonly items: readonly ItemId[] }
  | { readonly act: 'askOpenAll' }
  | { readonly act: 'stopOpenAll' }
  | { readonly act: 'sayAllShut' }
  | { readonly act: 'recall'; readonly cell: CellId }
  | { readonly act: 'skipRecall'; readonly cell: CellId }
  | { readonly act: 'recalled'; readonly place: RecallPlace }
  | { readonly act: 'notRecalled'; readonly why: 'notThere' | 'leftInside' }
  // technician
  | { readonly act: 'testDevice'; readonly device: string }
  | ({ readonly act: 'tryDevice' } & TrialWish)
  | { readonly act: 'printReport' }
  | { readonly act: 'judgeTest'; readonly good: boolean }
  /** Central is asked at once instead of after the pause. */
  | { readonly act: 'retrySync' }
  | { readonly act: 'serveVerified' }
  | { readonly act: 'resumeBoard'; readonly board: string }
  | { readonly act: 'closeCell'; readonly cell: CellId }
  | { readonly act: 'openForLook'; readonly cell: CellId }
  | { readonly act: 'verifyCell'; readonly cell: CellId; readonly found: 'empty' | 'item' | 'other' }
  | { readonly act: 'beginWiring'; readonly line: string }
  /** The plan follows from the bank and the number of cells. */
  | { readonly act: 'placeBoard'; readonly board: string; readonly bank: string; readonly count: number }
  | { readonly act: 'wiring'; readonly say: Exclude<WiringAct, { readonly is: 'placed' }> };
