// Hourglass: everybody who waits with a ticket, and whoever is to be visited because they have waited too long.

import { useState } from 'react';
import { contactOutcomes, type QueueShown, type TicketLine } from '../../contract/console-queue.ts';
import type { Trouble } from '../link.ts';
import { Empty } from '../parts/empty.tsx';
import { HallChoice, HallName, useChosen } from '../parts/hall-choice.tsx';
import { HourglassFigures } from '../parts/hourglass-figures.tsx';
import { Say } from '../parts/say.tsx';
import { TakeTicket } from '../parts/take-ticket.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { useLink, useMe, useQueueNow, useSeen } from '../shown.ts';
import { outcomeChoices, queueWords, stepWords } from '../text/queue.ts';
import { taskWords } from '../text/tasks.ts';
import { clockText } from '../text/time.ts';

type Send = (act: Parameters<ReturnType<typeof useLink>['act']>[0]) => Promise<void>;

function Button({
  of: text,
  main,
  onPress,
}: {
  readonly of: { zh: string; en: string };
  readonly main?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" className={main === true ? 'small main' : 'small'} onClick={onPress}>
      <Say text={text} />
    </button>
  );
}

function Acts({ of: line, send }: { readonly of: TicketLine; readonly send: Send }) {
  const { account } = useMe();
  const { ticket, step, owner } = line;
  const plain = (act: 'claimAlert' | 'leaveAlert' | 'onTheWay' | 'beginContact') => void send({ act, ticket });
  if (step === 'alerted') return <Button of={queueWords.claim} main onPress={() => plain('claimAlert')} />;
  if (owner === null || step === 'attended') return null;
  if (owner.account !== account) return <span className="chip">{owner.name}</span>;
  if (step === 'inContact')
    return (
      <>
        {contactOutcomes.map((outcome) => (
          <Button
            key={outcome}
            of={outcomeChoices[outcome]}
            onPress={() => void send({ act: 'endContact', ticket, outcome })}
          />
        ))}
      </>
    );
  return (
    <>
      {step === 'claimed' ? <Button of={queueWords.onTheWay} onPress={() => plain('onTheWay')} /> : null}
      <Button of={queueWords.begin} main onPress={() => plain('beginContact')} />
      <Button of={queueWords.leave} onPress={() => plain('leaveAlert')} />
    </>
  );
}

/** The sand that has run: full at the limit. */
function Sand({ of: line, now }: { readonly of: TicketLine; readonly now: number }) {
  const { takenAt, limitAt } = line;
  const share = limitAt === null ? 0 : Math.min(1, Math.max(0, (now - takenAt) / Math.max(1, limitAt - takenAt)));
  return (
    <svg className="sand" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect width="100" height="6" rx="3" className="sand-ground" />
      <rect
        width={share * 100}
        height="6"
        rx="3"
        className={share >= 1 ? 'sand-over' : share > 0.75 ? 'sand-soon' : 'sand-run'}
      />
    </svg>
  );
}

function Line({
  of: line,
  services,
  send,
}: {
  readonly of: TicketLine;
  readonly services: QueueShown['services'];
  readonly send: Send;
}) {
  const now = useQueueNow();
  const { desk } = useSeen();
  const service = services.find((one) => one.service === line.service);
  const { ticket, step } = line;
  const isUrgent = step === 'alerted';
  return (
    <tr className="line" data-urgency={isUrgent ? (line.escalated ? 'now' : 'today') : undefined} data-step={step}>
      <td className="col-cell">{line.number}</td>
      <td>
        {service === undefined ? line.service : <Say text={service.title} />}
        {(desk?.halls.length ?? 0) > 1 ? (
          <span className="line-item">
            <HallName of={line.kiosk} />
          </span>
        ) : null}
      </td>
      <td className="col-waited">
        <span className="figures">{clockText(now - line.takenAt)}</span>
        <Sand of={line} now={now} />
      </td>
      <td>
        <span className={isUrgent ? 'chip chip-now' : line.owner === null ? 'chip' : 'chip chip-mine'}>
          <Say text={stepWords[step]} />
        </span>
        {line.escalated ? (
          <span className="line-item escalated">
            <Say text={queueWords.escalated} />
          </span>
        ) : null}
        {step === 'inContact' && line.beganAt !== null ? (
          <span className="line-item figures">{clockText(now - line.beganAt)}</span>
        ) : null}
      </td>
      <td className="col-owner">
        <span className="owner owner-wide">
          <Acts of={line} send={send} />
          {step === 'waiting' ? (
            <Button of={queueWords.hold} onPress={() => void send({ act: 'holdTicket', ticket })} />
          ) : null}
          {step === 'held' ? (
            <Button of={queueWords.resume} onPress={() => void send({ act: 'resumeTicket', ticket })} />
          ) : null}
          {step === 'inContact' ? null : (
            <>
              <Button of={queueWords.callToWindow} onPress={() => void send({ act: 'callTicket', ticket })} />
              <Button of={queueWords.gone} onPress={() => void send({ act: 'goneTicket', ticket })} />
            </>
          )}
        </span>
      </td>
    </tr>
  );
}

const order = { alerted: 0, claimed: 1, onTheWay: 1, inContact: 1, attended: 2, waiting: 2, held: 3 } as const;

export function HourglassPage() {
  const link = useLink();
  const { desk } = useSeen();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const queue = desk?.queue ?? { services: [], tickets: [] };
  const send: Send = async (act) => setTrouble(await link.act(act));
  const tickets = [...useChosen(queue.tickets)].sort((a, b) => order[a.step] - order[b.step] || a.takenAt - b.takenAt);
  return (
    <section className="list">
      <header className="list-head">
        <HallChoice />
        <TakeTicket services={queue.services} onTrouble={setTrouble} />
      </header>
      <TroubleLine of={trouble} />
      {tickets.length === 0 ? (
        <Empty text={queueWords.noTickets} hint={taskWords.emptyHint} />
      ) : (
        <div className="table-room">
          <table className="lines">
            <thead>
              <tr>
                {(['number', 'service', 'waited', 'state'] as const).map((column) => (
                  <th key={column} scope="col">
                    <Say text={queueWords[column]} />
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {tickets.map((line) => (
                <Line key={line.ticket} of={line} services={queue.services} send={send} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <HourglassFigures />
    </section>
  );
}
