// Trouble: why something was not done, spoken as it appears.

import type { Trouble } from '../link.ts';
import { troubleWords } from '../text/frame.ts';
import { Icon } from './icons.tsx';
import { Say } from './say.tsx';

export function TroubleLine({ of: trouble }: { readonly of: Trouble | null }) {
  return (
    <p className="trouble" role="alert">
      {trouble === null ? null : (
        <>
          <Icon of="warning" />
          <Say text={troubleWords(trouble)} />
        </>
      )}
    </p>
  );
}
