// Own password: the present one and the next; every other browser of this account is signed out.

import { useEffect, useRef, useState } from 'react';
import type { Trouble } from '../link.ts';
import { useLink } from '../shown.ts';
import { words } from '../text/frame.ts';
import { Field } from './field.tsx';
import { Say } from './say.tsx';
import { TroubleLine } from './trouble.tsx';

export function OwnPassword({ onEnd }: { readonly onEnd: () => void }) {
  const link = useLink();
  const dialog = useRef<HTMLDialogElement>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  useEffect(() => dialog.current?.showModal(), []);

  async function send(form: HTMLFormElement): Promise<void> {
    const typed = new FormData(form);
    const refused = await link.changePassword({
      password: String(typed.get('password') ?? ''),
      next: String(typed.get('next') ?? ''),
    });
    if (refused === null) dialog.current?.close();
    else setTrouble(refused);
  }

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="password-title" onClose={onEnd}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <h2 id="password-title">
          <Say text={words.changePassword} />
        </h2>
        <Field name="password" label={words.oldPassword} type="password" complete="current-password" most={128} first />
        <Field
          name="next"
          label={words.newPassword}
          hint={words.passwordHint}
          type="password"
          complete="new-password"
          most={128}
          least={12}
        />
        <TroubleLine of={trouble} />
        <footer>
          <button type="button" onClick={() => dialog.current?.close()}>
            <Say text={words.cancel} />
          </button>
          <button type="submit" className="main">
            <Say text={words.changePassword} />
          </button>
        </footer>
      </form>
    </dialog>
  );
}
