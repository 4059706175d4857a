// Take ticket: a number for somebody who stands at the desk; the hall is the one that is chosen.

import { use, useState } from 'react';
import type { ServiceLine } from '../../contract/console-queue.ts';
import type { Trouble } from '../link.ts';
import { useLink, useSeen } from '../shown.ts';
import { queueWords } from '../text/queue.ts';
import { HallContext } from './hall-choice.tsx';
import { Say } from './say.tsx';

export function TakeTicket({
  services,
  onTrouble,
}: {
  readonly services: readonly ServiceLine[];
  readonly onTrouble: (trouble: Trouble | null) => void;
}) {
  const link = useLink();
  const { desk } = useSeen();
  const { hall } = use(HallContext);
  const [isUnderWay, setUnderWay] = useState(false);
  const kiosk = hall ?? desk?.halls[0]?.kiosk;
  const open = services.filter((one) => one.open);
  if (kiosk === undefined || open.length === 0) return null;
  async function give(service: string): Promise<void> {
    if (kiosk === undefined) return;
    setUnderWay(true);
    onTrouble(await link.act({ act: 'takeTicket', kiosk, service }));
    setUnderWay(false);
  }
  return (
    <fieldset className="give">
      <legend>
        <Say text={queueWords.give} />
      </legend>
      {open.map(({ service, title, prefix }) => (
        <button key={service} type="button" disabled={isUnderWay} onClick={() => void give(service)}>
          <strong>{prefix}</strong>
          <Say text={title} />
        </button>
      ))}
    </fieldset>
  );
}
