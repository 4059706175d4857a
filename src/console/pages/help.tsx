// Help: everybody who calls from a kiosk, who goes there, and what came of it.

import { useState } from 'react';
import { type CallLine, helpOutcomes } from '../../contract/console-queue.ts';
import type { Trouble } from '../link.ts';
import { Empty } from '../parts/empty.tsx';
import { HallName } from '../parts/hall-choice.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { useLink, useMe, useNow, useSeen } from '../shown.ts';
import { words } from '../text/frame.ts';
import { helpOutcomeWords, queueWords, screenWords } from '../text/queue.ts';
import { taskWords } from '../text/tasks.ts';
import { clockText } from '../text/time.ts';

function Acts({
  of: call,
  onTrouble,
}: {
  readonly of: CallLine;
  readonly onTrouble: (trouble: Trouble | null) => void;
}) {
  const link = useLink();
  const { account } = useMe();
  const send = async (act: Parameters<typeof link.act>[0]) => onTrouble(await link.act(act));
  if (call.owner === null)
    return (
      <button type="button" className="small main" onClick={() => void send({ act: 'claimCall', call: call.call })}>
        <Say text={queueWords.claim} />
      </button>
    );
  if (call.owner.account !== account) return <span className="chip">{call.owner.name}</span>;
  return (
    <span className="owner owner-wide">
      <span className="chip chip-mine">
        <Say text={call.arrived ? queueWords.there : queueWords.coming} />
      </span>
      {call.arrived ? (
        helpOutcomes.map((outcome) => (
          <button
            key={outcome}
            type="button"
            className="small"
            onClick={() => void send({ act: 'endCall', call: call.call, outcome })}
          >
            <Say text={helpOutcomeWords[outcome]} />
          </button>
        ))
      ) : (
        <>
          <button
            type="button"
            className="small main"
            onClick={() => void send({ act: 'arriveCall', call: call.call })}
          >
            <Say text={queueWords.arrived} />
          </button>
          <button type="button" className="small" onClick={() => void send({ act: 'leaveCall', call: call.call })}>
            <Say text={queueWords.leave} />
          </button>
        </>
      )}
    </span>
  );
}

export function HelpPage() {
  const { desk } = useSeen();
  const now = useNow();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const calls = desk?.calls ?? [];
  return (
    <section className="list">
      <TroubleLine of={trouble} />
      {calls.length === 0 ? (
        <Empty text={queueWords.noCalls} hint={taskWords.emptyHint} />
      ) : (
        <div className="table-room">
          <table className="lines">
            <thead>
              <tr>
                <th scope="col">
                  <Say text={queueWords.since} />
                </th>
                <th scope="col">
                  <Say text={words.hall} />
                </th>
                <th scope="col">
                  <Say text={queueWords.screen} />
                </th>
                <th scope="col">
                  <Say text={taskWords.owner} />
                </th>
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <tr key={call.call} className="line" data-urgency={call.owner === null ? 'now' : undefined}>
                  <td className="col-cell">{clockText(now - call.since)}</td>
                  <td>
                    <strong>
                      <HallName of={call.kiosk} />
                    </strong>
                    <span className="line-item figures">{call.kiosk}</span>
                  </td>
                  <td>
                    <Say text={screenWords(call.screen)} />
                    {call.caseNumber === null ? null : <span className="line-item figures">{call.caseNumber}</span>}
                  </td>
                  <td className="col-owner">
                    <Acts of={call} onTrouble={setTrouble} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
