// Reports: the figures of a period with their definitions beside them, as bars, on paper and as a file.

import { type FormEvent, use, useId, useState } from 'react';
import { type ReportAnswer, type ReportSpan, reportSpans } from '../../contract/reports.ts';
import type { Trouble } from '../link.ts';
import { Bars } from '../parts/bars.tsx';
import { HallContext } from '../parts/hall-choice.tsx';
import { Icon } from '../parts/icons.tsx';
import { ListHead } from '../parts/list-head.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { useAnswer, useLink, useMay, useNow, useSeen } from '../shown.ts';
import { pageWords, words } from '../text/frame.ts';
import { figureText, reportWords, spanNames } from '../text/reports.ts';
import { dayText, secondsText } from '../text/time.ts';

function Figures({ of: { figures } }: { readonly of: ReportAnswer }) {
  return (
    <div className="table-room">
      <table className="lines report-figures">
        <thead>
          <tr>
            {(['figure', 'value', 'definition'] as const).map((column) => (
              <th key={column} scope="col">
                <Say text={reportWords[column]} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ name, title, definition, value, unit, note }) => (
            <tr key={name} className="line" data-figure={name}>
              <th scope="row">
                <Say text={title} />
              </th>
              <td className="report-value figures">
                <Say text={figureText(value, unit)} />
              </td>
              <td>
                <Say text={definition} />
                {note === null ? null : (
                  <p className="report-note">
                    <Say text={note} />
                  </p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function WindowTotals({ hall }: { readonly hall: string | null }) {
  const link = useLink();
  const id = useId();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isDone, setDone] = useState(false);

  async function bringIn(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const file = new FormData(event.currentTarget).get('file');
    if (!(file instanceof File) || hall === null) return;
    const refused = await link.act({ act: 'addWindowTotals', kiosk: hall, csv: await file.text() });
    setTrouble(refused);
    setDone(refused === null);
  }

  return (
    <details className="window-totals">
      <summary>
        <Say text={reportWords.windowTotals} />
      </summary>
      {hall === null ? (
        <p className="hint">
          <Say text={reportWords.oneHall} />
        </p>
      ) : (
        <form onSubmit={(event) => void bringIn(event)}>
          <label htmlFor={id}>
            <Say text={reportWords.windowFile} />
          </label>
          <input id={id} name="file" type="file" accept=".csv,text/csv" required />
          <button type="submit">
            <Say text={reportWords.bringIn} />
          </button>
          <p role="status">{isDone ? <Say text={reportWords.broughtIn} /> : null}</p>
          <TroubleLine of={trouble} />
        </form>
      )}
    </details>
  );
}

function Report({ of: report }: { readonly of: ReportAnswer }) {
  return (
    <>
      <p className="report-period figures">
        {report.from === report.to ? report.from : `${report.from} – ${report.to}`}
        <span className="hint">
          <Say text={reportWords.from} /> · {secondsText(report.madeAt)}
        </span>
      </p>
      <div className="charts">
        <Bars title={reportWords.itemsByPart} bars={report.parts} of="items" />
        <Bars title={reportWords.visitsByPart} bars={report.parts} of="visits" />
        {report.span === 'day' ? null : (
          <>
            <Bars title={reportWords.itemsByHour} bars={report.hours} of="items" />
            <Bars title={reportWords.visitsByHour} bars={report.hours} of="visits" />
          </>
        )}
      </div>
      <Figures of={report} />
    </>
  );
}

export function ReportsPage() {
  const { hall } = use(HallContext);
  const halls = useSeen().desk?.halls ?? [];
  const may = useMay();
  const now = useNow();
  const [span, setSpan] = useState<ReportSpan>('month');
  const [day, setDay] = useState(() => dayText(now));
  const asked = useAnswer({ ask: 'report', span, day, kiosk: hall });
  const query = new URLSearchParams({ span, day, ...(hall === null ? {} : { kiosk: hall }) });
  const only = halls.length === 1 ? (halls[0]?.kiosk ?? null) : null;
  const ids = { span: useId(), day: useId() };
  return (
    <section className="list report">
      <ListHead title={pageWords.reports}>
        <label htmlFor={ids.span}>
          <Say text={reportWords.span} />
        </label>
        <select
          id={ids.span}
          value={span}
          onChange={({ target }) => setSpan(reportSpans.find((one) => one === target.value) ?? 'month')}
        >
          {reportSpans.map((one) => (
            <option key={one} value={one}>{`${spanNames[one].zh} ${spanNames[one].en}`}</option>
          ))}
        </select>
        <label htmlFor={ids.day}>
          <Say text={reportWords.day} />
        </label>
        <input
          id={ids.day}
          type="date"
          value={day}
          required
          onChange={({ target }) => target.value !== '' && setDay(target.value)}
        />
        <a className="download" href={`v1/report.csv?${query}`} download>
          <Icon of="audit" />
          <Say text={reportWords.download} />
        </a>
      </ListHead>
      {asked.is === 'refused' ? <TroubleLine of={asked.trouble} /> : null}
      {asked.is === 'asking' ? (
        <p className="empty">
          <Say text={words.asking} />
        </p>
      ) : null}
      {asked.is === 'there' ? <Report of={asked.answer} /> : null}
      {may('windowTotals') ? <WindowTotals hall={hall ?? only} /> : null}
    </section>
  );
}
