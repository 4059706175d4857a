// Sign in: account and password; before there is any account, the set-up code.

import { useState } from 'react';
import type { Trouble } from './link.ts';
import { Field, typedIn } from './parts/field.tsx';
import { Say } from './parts/say.tsx';
import { TroubleLine } from './parts/trouble.tsx';
import { useLink } from './shown.ts';
import { words } from './text/frame.ts';

export function SignIn() {
  const link = useLink();
  const [isFirst, setFirst] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isUnderWay, setUnderWay] = useState(false);

  async function send(form: HTMLFormElement): Promise<void> {
    const { code = '', account = '', name = '' } = typedIn(form);
    // Spaces may belong to a password.
    const password = String(new FormData(form).get('password') ?? '');
    setUnderWay(true);
    const refused = await (isFirst
      ? link.setUp({ code, account, name, password })
      : link.signIn({ account, password }));
    setUnderWay(false);
    setTrouble(refused);
  }

  return (
    <main className="sign-in">
      <section className="sign-in-side" aria-hidden="true">
        <svg viewBox="0 0 240 240" className="moon" aria-hidden="true" focusable="false">
          <circle cx="120" cy="120" r="74" />
          <path d="M92 84h56v72H92zM92 108h56M92 132h56M120 84v72" />
          <rect x="120" y="108" width="28" height="24" />
        </svg>
      </section>
      <form
        className="sign-in-form"
        key={String(isFirst)}
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <p className="product">
          <Say text={words.product} />
        </p>
        <h1>
          <Say text={isFirst ? words.firstTime : words.title} />
        </h1>
        {isFirst ? <Field name="code" label={words.setupCode} hint={words.setupHint} most={40} first /> : null}
        <Field name="account" label={words.account} complete="username" most={60} first={!isFirst} />
        {isFirst ? <Field name="name" label={words.name} most={40} /> : null}
        <Field
          name="password"
          label={words.password}
          type="password"
          complete={isFirst ? 'new-password' : 'current-password'}
          most={128}
          {...(isFirst ? { hint: words.passwordHint, least: 12 } : {})}
        />
        <TroubleLine of={trouble} />
        <button type="submit" className="main" disabled={isUnderWay}>
          <Say text={isFirst ? words.makeFirst : words.signIn} />
        </button>
        <button type="button" className="quiet" onClick={() => setFirst(!isFirst)}>
          <Say text={isFirst ? words.haveAccount : words.firstTime} />
        </button>
      </form>
    </main>
  );
}
