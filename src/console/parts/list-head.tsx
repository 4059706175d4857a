// List head: how many lines, which hall, and the printed sheet's own title.

import { type ReactNode, use } from 'react';
import { useMe, useNow, useSeen } from '../shown.ts';
import { words } from '../text/frame.ts';
import type { Words } from '../text/say.ts';
import { secondsText } from '../text/time.ts';
import { HallChoice, HallContext } from './hall-choice.tsx';
import { Icon } from './icons.tsx';
import { Say } from './say.tsx';

export function ListHead({ title, children }: { readonly title: Words; readonly children?: ReactNode }) {
  const { desk } = useSeen();
  const { name } = useMe();
  const { hall } = use(HallContext);
  const now = useNow();
  const place = desk?.halls.find(({ kiosk }) => kiosk === hall)?.place ?? words.allHalls;
  return (
    <header className="list-head">
      <p className="print-only sheet-title">
        <strong>
          <Say text={title} />
        </strong>
        <span>{place.zh}</span>
        <span>{secondsText(now).slice(0, 16)}</span>
        <span>{name}</span>
      </p>
      <HallChoice />
      {children}
      <button type="button" onClick={() => print()}>
        <Icon of="print" />
        <Say text={words.print} />
      </button>
      {desk?.isCut === true ? (
        <p className="hint">
          <Say text={words.cut} />
        </p>
      ) : null}
    </header>
  );
}
