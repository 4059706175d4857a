// Kiosks: each with its light, what does not work and why; one of them with its devices, figures and hours.

import type { HallLine, KioskAnswer } from '../../contract/console-desk.ts';
import { Availability } from '../parts/availability.tsx';
import { Figures } from '../parts/figures.tsx';
import { Icon } from '../parts/icons.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { goTo, usePlace } from '../place.ts';
import { useAnswer, useNow, useSeen } from '../shown.ts';
import { words } from '../text/frame.ts';
import { deviceStateWords, functionWords, lightWords, machineWords, problemWords } from '../text/machines.ts';
import { deviceWords } from '../text/tasks.ts';
import { spanWords } from '../text/time.ts';

type Status = NonNullable<KioskAnswer['status']>;
const order = { red: 0, yellow: 1, green: 2 } as const;

function Line({ of: hall, isOpen }: { readonly of: HallLine; readonly isOpen: boolean }) {
  return (
    <tr className={isOpen ? 'line line-open' : 'line'}>
      <td>
        {hall.light === null ? (
          <span className="chip">
            <Say text={hall.joined ? machineWords.never : machineWords.notJoined} />
          </span>
        ) : (
          <span className={`light light-${hall.light}`}>
            <Say text={hall.heard ? lightWords[hall.light] : machineWords.silent} />
          </span>
        )}
      </td>
      <td>
        <button type="button" className="line-button" data-line onClick={() => goTo('fleet', hall.kiosk)}>
          <strong>{hall.place.zh}</strong> <span className="en">{hall.place.en}</span>
          <span className="line-item figures">{hall.kiosk}</span>
        </button>
      </td>
      <td>
        {hall.stopped.length === 0 ? (
          hall.light === null || !hall.heard ? (
            '—'
          ) : (
            <Say text={machineWords.works} />
          )
        ) : (
          <ul>
            {hall.stopped.map(({ function: name, why }) => (
              <li key={name}>
                <strong>{functionWords[name].zh}</strong>：<Say text={problemWords(why)} />
              </li>
            ))}
          </ul>
        )}
      </td>
      <td className="figures">
        {hall.cells.all === 0 ? '—' : `${hall.cells.free} / ${hall.cells.all}`}
        {hall.cells.doubtful === 0 ? null : <span className="chip chip-today">? {hall.cells.doubtful}</span>}
      </td>
    </tr>
  );
}

function Devices({ of: { shown } }: { readonly of: Status }) {
  return (
    <ul className="devices">
      {shown.devices.map(({ name, word, required }) => (
        <li key={name} data-word={word}>
          <span className="device-dot" aria-hidden="true" />
          <span className="device-name">
            <Say text={deviceWords(name)} />
          </span>
          <span className={word === 'ready' ? 'chip chip-handedOver' : 'chip chip-today'}>
            <Say text={deviceStateWords[word]} />
          </span>
          <span className="hint">
            <Say text={required ? machineWords.required : machineWords.optional} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Kiosk({ kiosk, version }: { readonly kiosk: string; readonly version: number }) {
  const asked = useAnswer({ ask: 'kiosk', kiosk }, version);
  const now = useNow();
  if (asked.is === 'refused') return <TroubleLine of={asked.trouble} />;
  if (asked.is === 'asking') return null;
  const { status, hours } = asked.answer;
  if (status === null)
    return (
      <p className="hint">
        <Say text={machineWords.never} />
      </p>
    );
  return (
    <>
      <p className="hint">
        <Say text={machineWords.asOf} /> <Say text={spanWords(now - status.receivedAt)} />
      </p>
      <h3>
        <Say text={machineWords.devices} />
      </h3>
      <Devices of={status} />
      <h3>
        <Say text={machineWords.availability} />
      </h3>
      <Availability of={hours} now={now} />
      <h3>
        <Say text={machineWords.figures} />
      </h3>
      <Figures of={status} />
    </>
  );
}

export function FleetPage() {
  const { desk } = useSeen();
  const { open } = usePlace();
  const halls = [...(desk?.halls ?? [])].sort(
    (a, b) => (a.light === null ? 3 : order[a.light]) - (b.light === null ? 3 : order[b.light]),
  );
  const picked = halls.find(({ kiosk }) => kiosk === open[0]);
  return (
    <div className="with-beside">
      <section className="list">
        <div className="table-room">
          <table className="lines">
            <thead>
              <tr>
                <td />
                <th scope="col">
                  <Say text={words.hall} />
                </th>
                <th scope="col">
                  <Say text={machineWords.functions} />
                </th>
                <th scope="col">
                  <Say text={machineWords.cells} /> <Say text={machineWords.free} />
                </th>
              </tr>
            </thead>
            <tbody>
              {halls.map((hall) => (
                <Line key={hall.kiosk} of={hall} isOpen={hall === picked} />
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {picked === undefined ? null : (
        <aside className="beside beside-wide" aria-label={picked.place.zh}>
          <button type="button" className="quiet beside-close" onClick={() => goTo('fleet')}>
            <Icon of="close" />
            <Say text={words.close} />
          </button>
          <header className="card-head">
            <h2>
              {picked.place.zh}
              <span className="en">{picked.kiosk}</span>
            </h2>
          </header>
          <Kiosk key={picked.kiosk} kiosk={picked.kiosk} version={picked.version} />
        </aside>
      )}
    </div>
  );
}
