// It is shut: the answer of somebody who stands before a door that the sensor calls open.

import type { CellId } from '../../core/cell.ts';
import { line } from '../text/line.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function ItIsShut({ cell }: { readonly cell: CellId }) {
  return (
    <div className="answers">
      <Button act={{ act: 'sayShut', cell }}>
        <Sign of="yes" />
        <Two of={line('itIsShut')} />
      </Button>
    </div>
  );
}
