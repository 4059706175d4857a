// Cabinet: its doors as they stand, and what can be done with the one that was tapped (or else the first open one).

import { useState } from 'react';
import type { HallCellShown, HallState } from '../contract/panel.ts';
import type { HallLink } from './hall-link.ts';
import { Act, Say } from './say.tsx';
import { thingWords, words } from './words.ts';

export function Cabinet({ link, state }: { readonly link: HallLink; readonly state: HallState }) {
  const [tapped, tap] = useState<string | null>(null);
  const cells = state.banks.flatMap(({ columns }) => columns.flat());
  const chosen = cells.find(({ cell }) => cell === tapped) ?? cells.find(({ door }) => door === 'open');
  return (
    <section className="sheet cabinet">
      <h2>
        <Say text={words.cabinet} />
      </h2>
      <div className="banks">
        {state.banks.map(({ bank, columns }) => (
          <div className="bank" key={bank}>
            {columns.map((column) => (
              <div className="column" key={column[0]?.cell}>
                {column.map((cell) => (
                  <Cell key={cell.cell} cell={cell} chosen={cell === chosen} onTap={() => tap(cell.cell)} />
                ))}
              </div>
            ))}
          </div>
        ))}
      </div>
      <div className="at-cell">
        {chosen === undefined ? (
          <p className="quiet">
            <Say text={words.cellHint} />
          </p>
        ) : (
          <AtCell link={link} cell={chosen} hands={state.hands} />
        )}
        <Hands hands={state.hands} />
      </div>
    </section>
  );
}

interface CellShown {
  readonly cell: HallCellShown;
  readonly chosen: boolean;
  readonly onTap: () => void;
}

function Cell({ cell, chosen, onTap }: CellShown) {
  return (
    <button
      type="button"
      className="cell"
      data-cell={cell.cell}
      data-door={cell.door}
      data-size={cell.size}
      aria-pressed={chosen}
      onClick={onTap}
    >
      <span className="number">{cell.cell}</span>
      {cell.thing === null ? null : (
        <span className="thing-mark" data-thing={cell.thing.kind} title={thingWords[cell.thing.kind].zh} />
      )}
      {cell.jammed ? <span className="jam-mark">!</span> : null}
    </button>
  );
}

function AtCell({
  link,
  cell,
  hands,
}: {
  readonly link: HallLink;
  readonly cell: HallCellShown;
  readonly hands: HallState['hands'];
}) {
  const { cell: id, door, jammed, thing } = cell;
  const isOpen = door === 'open';
  return (
    <div className="cell-acts" data-chosen={id}>
      <p className="fact">
        <strong className="cell-name">{id}</strong>
        <span className={isOpen ? 'tag go' : 'tag'}>
          <Say text={isOpen ? words.open : words.shut} />
        </span>
        {jammed ? (
          <span className="tag stop">
            <Say text={words.jammed} />
          </span>
        ) : null}
        <Say text={thing === null ? words.nothingInside : thingWords[thing.kind]} />
      </p>
      <div className="acts">
        {isOpen ? (
          <>
            <Act text={words.pushShut} strong onAct={() => link.do({ do: 'pushShut', cell: id })} />
            {thing === null ? (
              <PutIn link={link} cell={id} thing={hands[0]?.id} />
            ) : (
              <Act text={words.takeOut} onAct={() => link.do({ do: 'takeOut', cell: id })} />
            )}
          </>
        ) : (
          <>
            <Act text={words.pull} onAct={() => link.do({ do: 'pull', cell: id })} />
            <Act text={words.key} onAct={() => link.do({ do: 'openByKey', cell: id })} />
          </>
        )}
        <Act text={jammed ? words.unjam : words.jam} onAct={() => link.do({ do: 'jam', cell: id, jammed: !jammed })} />
      </div>
    </div>
  );
}

/** The first thing in the hand goes in. */
function PutIn({
  link,
  cell,
  thing,
}: {
  readonly link: HallLink;
  readonly cell: HallCellShown['cell'];
  readonly thing: string | undefined;
}) {
  return (
    <Act
      text={words.putIn}
      disabled={thing === undefined}
      onAct={() => {
        if (thing !== undefined) link.do({ do: 'putIn', cell, thing });
      }}
    />
  );
}

function Hands({ hands }: { readonly hands: HallState['hands'] }) {
  return (
    <div className="hands">
      <h3>
        <Say text={hands.length === 0 ? words.handsEmpty : words.hands} />
      </h3>
      <ul>
        {hands.map(({ id, kind }) => (
          <li key={id} className="thing" data-thing={kind}>
            <Say text={thingWords[kind]} />
          </li>
        ))}
      </ul>
    </div>
  );
}
