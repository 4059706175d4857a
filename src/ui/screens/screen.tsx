// Screen: which picture belongs to which screen of the view.

import { unreachable } from '../../base/result.ts';
import type { Screen } from '../../contract/view.ts';
import { CloseDoor } from './close-door.tsx';
import { Code } from './code.tsx';
import { Collected } from './collected.tsx';
import { ConfirmDeposit } from './confirm-deposit.tsx';
import { ConfirmDropOff } from './confirm-drop-off.tsx';
import { ConfirmRecall } from './confirm-recall.tsx';
import { Deposit } from './deposit.tsx';
import { DidItOpen } from './did-it-open.tsx';
import { DidItPrint } from './did-it-print.tsx';
import { DidYouTake } from './did-you-take.tsx';
import { Documents } from './documents.tsx';
import { DropOffs } from './drop-offs.tsx';
import { DroppedOff } from './dropped-off.tsx';
import { Fetching } from './fetching.tsx';
import { Judging } from './judging.tsx';
import { LeftEmpty } from './left-empty.tsx';
import { Licences } from './licences.tsx';
import { Menu } from './menu.tsx';
import { Opening } from './opening.tsx';
import { OpeningAll } from './opening-all.tsx';
import { OutOfService } from './out-of-service.tsx';
import { Pin } from './pin.tsx';
import { Printed } from './printed.tsx';
import { Printing } from './printing.tsx';
import { ProblemScreen } from './problem.tsx';
import { PutIn } from './put-in.tsx';
import { Reading } from './reading.tsx';
import { Restarted } from './restarted.tsx';
import { SecondPerson } from './second-person.tsx';
import { SignScreen } from './sign.tsx';
import { Starting } from './starting.tsx';
import { TakeOut } from './take-out.tsx';
import { Technician } from './technician.tsx';
import { Thanks } from './thanks.tsx';
import { Welcome } from './welcome.tsx';
import { Wiring } from './wiring.tsx';
import { Worklist } from './worklist.tsx';
import { Worksheet } from './worksheet.tsx';
import { WrongDoor } from './wrong-door.tsx';

/** The part of the view that one screen draws. */
export type ScreenAt<At extends Screen['at']> = Extract<Screen, { readonly at: At }>;

export function ScreenPicture({ screen }: { readonly screen: Screen }) {
  switch (screen.at) {
    case 'starting':
      return <Starting />;
    case 'outOfService':
      return <OutOfService screen={screen} />;
    case 'welcome':
      return <Welcome />;
    case 'reading':
      return <Reading />;
    case 'code':
      return <Code key={`${screen.wrong} ${screen.checking} ${screen.lockedUntil}`} screen={screen} />;
    case 'sign':
      return <SignScreen screen={screen} />;
    case 'menu':
      return <Menu screen={screen} />;
    case 'fetching':
      return <Fetching />;
    case 'documents':
      return <Documents screen={screen} />;
    case 'printing':
      return <Printing screen={screen} />;
    case 'didItPrint':
      return <DidItPrint screen={screen} />;
    case 'printed':
      return <Printed screen={screen} />;
    case 'licences':
      return <Licences screen={screen} />;
    case 'opening':
      return <Opening screen={screen} />;
    case 'didItOpen':
      return <DidItOpen screen={screen} />;
    case 'takeOut':
      return <TakeOut screen={screen} />;
    case 'didYouTake':
      return <DidYouTake screen={screen} />;
    case 'collected':
      return <Collected screen={screen} />;
    case 'closeDoor':
      return <CloseDoor screen={screen} />;
    case 'wrongDoor':
      return <WrongDoor screen={screen} />;
    case 'thanks':
      return <Thanks />;
    case 'problem':
      return <ProblemScreen screen={screen} />;
    case 'pin':
      // A wrong PIN, a pause or another role starts with empty dots.
      return <Pin key={`${screen.role} ${screen.wrong} ${screen.lockedUntil}`} screen={screen} />;
    case 'deposit':
      return <Deposit screen={screen} />;
    case 'putIn':
      return <PutIn screen={screen} />;
    case 'confirmDeposit':
      return <ConfirmDeposit screen={screen} />;
    case 'dropOffs':
      return <DropOffs screen={screen} />;
    case 'confirmDropOff':
      return <ConfirmDropOff screen={screen} />;
    case 'droppedOff':
      return <DroppedOff screen={screen} />;
    case 'leftEmpty':
      return <LeftEmpty screen={screen} />;
    case 'restarted':
      return <Restarted screen={screen} />;
    case 'worksheet':
      return <Worksheet screen={screen} />;
    case 'secondPerson':
      return <SecondPerson />;
    case 'openingAll':
      return <OpeningAll screen={screen} />;
    case 'worklist':
      return <Worklist screen={screen} />;
    case 'confirmRecall':
      return <ConfirmRecall screen={screen} />;
    case 'entering':
      return <Fetching />;
    case 'trying':
      return <Fetching />;
    case 'judging':
      return <Judging />;
    case 'technician':
      return <Technician screen={screen} />;
    case 'wiring':
      return <Wiring screen={screen} />;
    default:
      return unreachable(screen);
  }
}
