// Wiring cells: every cell and what the wizard knows of it. While a door is asked for, each cell is the answer.

import type { WiringCell } from '../../contract/view.ts';
import { useView } from '../shown.ts';
import { line, say } from '../text/line.ts';
import { Button } from './button.tsx';
import { Pages } from './pages.tsx';
import { lookKeys } from './wiring-words.ts';

export function WiringCells({ cells, asked }: { readonly cells: readonly WiringCell[]; readonly asked: boolean }) {
  const { language, elder } = useView();
  return (
    <Pages rows={cells} perPage={elder ? 12 : 30}>
      {({ cell, looks }) => {
        const face = (
          <>
            <strong>{cell}</strong>
            <span>{say(line(lookKeys[looks]), language)}</span>
          </>
        );
        return (
          <div key={cell} className={`cells-one wiring-${looks}`}>
            {asked ? (
              <Button act={{ act: 'wiring', say: { is: 'door', opened: cell } }} look="small">
                {face}
              </Button>
            ) : (
              <p className="wiring-face">{face}</p>
            )}
          </div>
        );
      }}
    </Pages>
  );
}
