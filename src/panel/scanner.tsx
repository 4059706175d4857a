// Scanner: holds a code before the code scanner, as staff do with the bar code of an item or the label inside a cell.

import { type FormEvent, useState } from 'react';
import type { HallLink } from './hall-link.ts';
import { Say } from './say.tsx';
import { words } from './words.ts';

export function Scanner({ link }: { readonly link: HallLink }) {
  const [code, setCode] = useState('');

  function hold(event: FormEvent): void {
    event.preventDefault();
    if (code.trim() !== '') link.do({ do: 'holdCode', code: code.trim() });
  }

  return (
    <section className="sheet scanner">
      <h2>
        <Say text={words.scanner} />
      </h2>
      <form className="acts" onSubmit={hold}>
        <label>
          <span className="quiet">
            <Say text={words.codeHint} />
          </span>
          <input type="text" value={code} maxLength={100} onChange={(event) => setCode(event.target.value)} />
        </label>
        <button type="submit" className="act">
          <Say text={words.holdCode} />
        </button>
      </form>
    </section>
  );
}
