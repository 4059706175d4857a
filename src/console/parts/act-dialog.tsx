// Act dialog: what is about to be done, why, and the answer when it is refused. Escape leaves everything as it was.

import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ActWish } from '../../contract/console.ts';
import type { Trouble } from '../link.ts';
import { useLink } from '../shown.ts';
import { words } from '../text/frame.ts';
import type { Words } from '../text/say.ts';
import { Field, typedIn } from './field.tsx';
import { Say } from './say.tsx';
import { TroubleLine } from './trouble.tsx';

export interface ActDialogProps {
  readonly title: Words;
  /** What it is done to. */
  readonly about: ReactNode;
  readonly children?: ReactNode;
  /** Not every act needs one. */
  readonly withReason?: boolean;
  readonly grave?: boolean;
  readonly actOf: (typed: Readonly<Record<string, string>>) => ActWish;
  readonly onEnd: () => void;
}

export function ActDialog({ title, about, children, withReason = true, grave, actOf, onEnd }: ActDialogProps) {
  const link = useLink();
  const dialog = useRef<HTMLDialogElement>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isUnderWay, setUnderWay] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);

  async function send(form: HTMLFormElement): Promise<void> {
    setUnderWay(true);
    const refused = await link.act(actOf(typedIn(form)));
    setUnderWay(false);
    if (refused === null) onEnd();
    else setTrouble(refused);
  }

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="act-title" onClose={onEnd}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <h2 id="act-title">
          <Say text={title} />
        </h2>
        <div className="about">{about}</div>
        {children}
        {withReason ? (
          <Field
            name="reason"
            label={words.reason}
            hint={words.reasonHint}
            most={200}
            least={2}
            first={children === undefined}
          />
        ) : null}
        <TroubleLine of={trouble} />
        <footer>
          <button type="button" onClick={() => dialog.current?.close()}>
            <Say text={words.cancel} />
          </button>
          <button type="submit" className={grave === true ? 'main grave' : 'main'} disabled={isUnderWay}>
            <Say text={title} />
          </button>
        </footer>
      </form>
    </dialog>
  );
}
