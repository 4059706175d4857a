// Empty: nothing to do is good news, and looks like it.

import type { Words } from '../text/say.ts';
import { Icon } from './icons.tsx';
import { Say } from './say.tsx';

export function Empty({ text, hint }: { readonly text: Words; readonly hint?: Words }) {
  return (
    <div className="empty">
      <Icon of="calm" />
      <p>
        <Say text={text} />
      </p>
      {hint === undefined ? null : (
        <p className="hint">
          <Say text={hint} />
        </p>
      )}
    </div>
  );
}
