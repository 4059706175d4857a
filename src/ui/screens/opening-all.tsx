// Opening all: how far the emergency opening is. It can be stopped; at its end every door is to be shut.

import { Button } from '../parts/button.tsx';
import { Sign } from '../parts/icons.tsx';
import { Two } from '../parts/two.tsx';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function OpeningAll({ screen }: { readonly screen: ScreenAt<'openingAll'> }) {
  const { toShut, failed, mayStop } = screen;
  return (
    <>
      <progress className="progress" value={screen.opened} max={screen.of} />
      {toShut === null || toShut.length === 0 ? null : (
        <p className="cell-list">
          <Two of={line('stillOpen')} alone /> <strong>{toShut.join(' ')}</strong>
        </p>
      )}
      {failed.length === 0 ? null : (
        <p className="cell-list">
          <Two of={line('notOpened')} alone /> <strong>{failed.join(' ')}</strong>
        </p>
      )}
      <div className="answers">
        {mayStop ? (
          <Button act={{ act: 'stopOpenAll' }} look="main">
            <Sign of="paused" />
            <Two of={line('stopOpenAll')} />
          </Button>
        ) : null}
        {toShut === null ? null : (
          <Button act={{ act: 'sayAllShut' }}>
            <Sign of="yes" />
            <Two of={line('allShut')} />
          </Button>
        )}
      </div>
    </>
  );
}
