// Tasks: to recall, to check, to repair. One line says where, what and since when; whoever takes it, has it.

import { useState } from 'react';
import type { TaskShown } from '../../contract/console-desk.ts';
import type { Trouble } from '../link.ts';
import { ActDialog } from '../parts/act-dialog.tsx';
import { Beside } from '../parts/beside.tsx';
import { Empty } from '../parts/empty.tsx';
import { HallName, useChosen } from '../parts/hall-choice.tsx';
import { ListHead } from '../parts/list-head.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { goTo, usePlace } from '../place.ts';
import { useLink, useMay, useMe, useNow, useSeen } from '../shown.ts';
import { pageWords } from '../text/frame.ts';
import { taskWords, urgencyWords, whyWords } from '../text/tasks.ts';
import { dayText, spanWords } from '../text/time.ts';

type List = 'recall' | 'check' | 'repair';
const empty = {
  recall: taskWords.emptyRecall,
  check: taskWords.emptyCheck,
  repair: taskWords.emptyRepair,
} as const;

const endsByWord: readonly TaskShown['kind'][] = ['conflict', 'sms', 'sync'];
const mayEnd = ({ kind, cell }: TaskShown) => endsByWord.includes(kind) || (kind === 'check' && cell === null);

function Owner({
  of: task,
  onTrouble,
}: {
  readonly of: TaskShown;
  readonly onTrouble: (trouble: Trouble | null) => void;
}) {
  const link = useLink();
  const { account, role } = useMe();
  const [isEnding, setEnding] = useState(false);
  const send = async (act: 'takeTask' | 'leaveTask') => onTrouble(await link.act({ act, task: task.task }));
  const isMine = task.owner?.account === account;
  if (task.owner === null)
    return (
      <button type="button" className="small main" onClick={() => void send('takeTask')}>
        <Say text={taskWords.take} />
      </button>
    );
  return (
    <span className="owner">
      <span className={isMine ? 'chip chip-mine' : 'chip'}>
        {isMine ? <Say text={taskWords.mine} /> : task.owner.name}
      </span>
      {isMine || role === 'supervisor' ? (
        <button type="button" className="small" onClick={() => void send('leaveTask')}>
          <Say text={taskWords.leave} />
        </button>
      ) : null}
      {isMine && mayEnd(task) ? (
        <button type="button" className="small" onClick={() => setEnding(true)}>
          <Say text={taskWords.done} />
        </button>
      ) : null}
      {isEnding ? (
        <ActDialog
          title={taskWords.done}
          about={<Say text={whyWords(task)} />}
          actOf={({ reason = '' }) => ({ act: 'closeTask', task: task.task, reason })}
          onEnd={() => setEnding(false)}
        />
      ) : null}
    </span>
  );
}

interface LineProps {
  readonly of: TaskShown;
  readonly list: List;
  readonly isOpen: boolean;
  readonly manyHalls: boolean;
  readonly onTrouble: (trouble: Trouble | null) => void;
}

function Line({ of: task, list, isOpen, manyHalls, onTrouble }: LineProps) {
  const now = useNow();
  const may = useMay();
  const { item } = task;
  return (
    <tr className={isOpen ? 'line line-open' : 'line'} data-urgency={task.urgency}>
      <td className="print-only tick" />
      <td className="col-urgency">
        <span className={`chip chip-${task.urgency}`}>
          <Say text={urgencyWords[task.urgency]} />
        </span>
      </td>
      <td className="col-cell">{task.cell ?? '—'}</td>
      <td>
        <button
          type="button"
          className="line-button"
          data-line
          aria-disabled={item === null || !may('search')}
          onClick={() => item !== null && may('search') && goTo(list, item.item)}
        >
          <strong>
            <Say text={whyWords(task)} />
          </strong>
        </button>
        <span className="line-item">
          {item === null ? null : (
            <>
              {item.title.zh} · <span className="figures">{item.caseNumber}</span> · {item.maskedName}
            </>
          )}
          {item !== null && manyHalls ? ' · ' : null}
          {manyHalls ? <HallName of={task.kiosk} /> : null}
        </span>
      </td>
      {list === 'recall' ? (
        <td className="figures col-until">{task.holdUntil === null ? '—' : dayText(task.holdUntil)}</td>
      ) : null}
      <td className="col-since">
        <Say text={spanWords(now - task.since)} />
      </td>
      <td className="col-owner">
        <Owner of={task} onTrouble={onTrouble} />
      </td>
    </tr>
  );
}

export function TaskPage({ list }: { readonly list: List }) {
  const { desk } = useSeen();
  const { open } = usePlace();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const tasks = useChosen(desk?.[list] ?? []);
  const manyHalls = (desk?.halls.length ?? 0) > 1;
  return (
    <div className="with-beside">
      <section className="list">
        <ListHead title={pageWords[list]} />
        <TroubleLine of={trouble} />
        {tasks.length === 0 ? (
          <Empty text={empty[list]} hint={taskWords.emptyHint} />
        ) : (
          <div className="table-room">
            <table className="lines">
              <thead>
                <tr>
                  <td className="print-only" />
                  <th scope="col">
                    <Say text={taskWords.urgency} />
                  </th>
                  <th scope="col">
                    <Say text={taskWords.cell} />
                  </th>
                  <th scope="col">
                    <Say text={taskWords.what} />
                  </th>
                  {list === 'recall' ? (
                    <th scope="col" className="col-until">
                      <Say text={taskWords.until} />
                    </th>
                  ) : null}
                  <th scope="col">
                    <Say text={taskWords.since} />
                  </th>
                  <th scope="col">
                    <Say text={taskWords.owner} />
                  </th>
                </tr>
              </thead>
              <tbody>
                {tasks.map((task) => (
                  <Line
                    key={task.task}
                    of={task}
                    list={list}
                    isOpen={task.item !== null && task.item.item === open[0]}
                    manyHalls={manyHalls}
                    onTrouble={setTrouble}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <Beside page={list} />
    </div>
  );
}
