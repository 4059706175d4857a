// To deposit: what is on its way to a hall and lies in no cell yet.

import type { DepositLine } from '../../contract/console-desk.ts';
import { Beside } from '../parts/beside.tsx';
import { Empty } from '../parts/empty.tsx';
import { HallName, useChosen } from '../parts/hall-choice.tsx';
import { ListHead } from '../parts/list-head.tsx';
import { Say } from '../parts/say.tsx';
import { goTo, usePlace } from '../place.ts';
import { useMay, useNow, useSeen } from '../shown.ts';
import { pageWords } from '../text/frame.ts';
import { sizeWords, taskWords } from '../text/tasks.ts';
import { spanWords } from '../text/time.ts';

function Line({
  of: line,
  isOpen,
  manyHalls,
}: {
  readonly of: DepositLine;
  readonly isOpen: boolean;
  readonly manyHalls: boolean;
}) {
  const now = useNow();
  const may = useMay();
  return (
    <tr className={isOpen ? 'line line-open' : 'line'}>
      <td className="print-only tick" />
      <td className="col-size">
        <span className="size" title={sizeWords[line.size].en}>
          {sizeWords[line.size].zh}
        </span>
      </td>
      <td>
        <button
          type="button"
          className="line-button"
          data-line
          disabled={!may('search')}
          onClick={() => goTo('deposit', line.item)}
        >
          <strong>{line.title.zh}</strong> <span className="en">{line.title.en}</span>
        </button>
        {manyHalls ? (
          <span className="line-item">
            <HallName of={line.kiosk} />
          </span>
        ) : null}
        {line.lowCell ? (
          <span className="chip chip-today">
            <Say text={taskWords.lowCell} />
          </span>
        ) : null}
      </td>
      <td className="figures">{line.caseNumber}</td>
      <td>{line.maskedName}</td>
      <td>
        <Say text={spanWords(now - line.since)} />
      </td>
    </tr>
  );
}

export function DepositPage() {
  const { desk } = useSeen();
  const { open } = usePlace();
  const lines = useChosen(desk?.deposit ?? []);
  const manyHalls = (desk?.halls.length ?? 0) > 1;
  return (
    <div className="with-beside">
      <section className="list">
        <ListHead title={pageWords.deposit} />
        {lines.length === 0 ? (
          <Empty text={taskWords.emptyDeposit} hint={taskWords.emptyHint} />
        ) : (
          <div className="table-room">
            <table className="lines">
              <thead>
                <tr>
                  <td className="print-only" />
                  <th scope="col">
                    <Say text={taskWords.size} />
                  </th>
                  <th scope="col">
                    <Say text={taskWords.item} />
                  </th>
                  <th scope="col">
                    <Say text={taskWords.caseNumber} />
                  </th>
                  <th scope="col">
                    <Say text={taskWords.addressee} />
                  </th>
                  <th scope="col">
                    <Say text={taskWords.since} />
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <Line key={line.item} of={line} isOpen={line.item === open[0]} manyHalls={manyHalls} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <Beside page="deposit" />
    </div>
  );
}
