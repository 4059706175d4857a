// Cabinets: every cell of one hall where it really is, what is in it, and as of when.

import { use } from 'react';
import { certain } from '../../base/result.ts';
import type { BankAnswer } from '../../contract/console-desk.ts';
import { BankPicture } from '../parts/bank-picture.tsx';
import { CellCard } from '../parts/cell-card.tsx';
import { Empty } from '../parts/empty.tsx';
import { HallChoice, HallContext } from '../parts/hall-choice.tsx';
import { Icon } from '../parts/icons.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { goTo, usePlace } from '../place.ts';
import { useAnswer, useNow, useSeen } from '../shown.ts';
import { words } from '../text/frame.ts';
import { contentWords, doorWords, machineWords } from '../text/machines.ts';
import { secondsText, spanWords } from '../text/time.ts';

type Status = NonNullable<BankAnswer['status']>;
const contents = ['free', 'busy', 'occupied', 'over', 'unverified', 'out'] as const;

function Legend({ of: { banks } }: { readonly of: Status }) {
  const cells = banks.flatMap(({ columns }) => columns.flat());
  return (
    <ul className="legend">
      {contents.map((content) => (
        <li key={content}>
          <span className={`legend-box legend-${content}`} aria-hidden="true" />
          <Say text={contentWords[content]} />
          <strong className="figures">{cells.filter((cell) => cell.content === content).length}</strong>
        </li>
      ))}
    </ul>
  );
}

function Picked({
  status,
  kiosk,
  cell,
  version,
}: {
  readonly status: Status;
  readonly kiosk: string;
  readonly cell: string;
  readonly version: number;
}) {
  const known = status.banks.flatMap(({ columns }) => columns.flat()).find((one) => one.cell === cell);
  return (
    <aside className="beside" aria-label={cell}>
      <button type="button" className="quiet beside-close" onClick={() => goTo('bank', kiosk)}>
        <Icon of="close" />
        <Say text={words.close} />
      </button>
      <header className="card-head">
        <h2>{cell}</h2>
        {known === undefined ? null : (
          <p className="chips">
            <span className="chip">
              <Say text={contentWords[known.content]} />
            </span>
            <span className="chip">
              <Say text={doorWords[known.door]} />
            </span>
            {known.reachable ? null : (
              <span className="chip chip-today">
                <Say text={machineWords.unreachable} />
              </span>
            )}
            {known.fault ? (
              <span className="chip chip-today">
                <Say text={machineWords.fault} />
              </span>
            ) : null}
          </p>
        )}
      </header>
      <CellCard kiosk={kiosk} cell={cell} version={version} />
    </aside>
  );
}

function Hall({ kiosk }: { readonly kiosk: string }) {
  const { desk } = useSeen();
  const { open } = usePlace();
  const now = useNow();
  const hall = desk?.halls.find((one) => one.kiosk === kiosk);
  const version = hall?.version ?? 0;
  const asked = useAnswer({ ask: 'bank', kiosk }, version);
  if (asked.is === 'refused') return <TroubleLine of={asked.trouble} />;
  if (asked.is === 'asking') return null;
  const { status } = asked.answer;
  if (status === null) return <Empty text={machineWords.never} />;
  const cell = open[0] === kiosk ? open[1] : undefined;
  const age = now - status.receivedAt;
  return (
    <div className="with-beside">
      <section className="list">
        <header className="list-head">
          <HallChoice />
          <p className={hall?.heard === true ? 'hint' : 'trouble'}>
            {hall?.heard === true ? <Say text={machineWords.asOf} /> : <Say text={machineWords.silent} />}{' '}
            {age < 60_000 ? (
              <Say text={spanWords(age)} />
            ) : (
              <time className="figures">{secondsText(status.receivedAt)}</time>
            )}
          </p>
        </header>
        <Legend of={status} />
        <div className={hall?.heard === true ? 'banks' : 'banks banks-old'}>
          {status.banks.map((bank) => (
            <BankPicture key={bank.bank} of={bank} kiosk={kiosk} picked={cell} />
          ))}
        </div>
      </section>
      {cell === undefined ? null : <Picked status={status} kiosk={kiosk} cell={cell} version={version} />}
    </div>
  );
}

export function BankPage() {
  const { desk } = useSeen();
  const { open } = usePlace();
  const { hall } = use(HallContext);
  const halls = desk?.halls ?? [];
  if (halls.length === 0) return <Empty text={machineWords.notJoined} />;
  const first = halls.find(({ version }) => version > 0) ?? halls[0];
  const kiosk = open[0] ?? hall ?? certain(first, 'a hall').kiosk;
  return <Hall key={kiosk} kiosk={kiosk} />;
}
