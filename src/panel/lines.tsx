// Lines: the plug and the faults of each cable, and the power of each lock board.

import type { HallLineShown, HallState, LineFaults } from '../contract/panel.ts';
import type { HallLink } from './hall-link.ts';
import { Act, Say } from './say.tsx';
import { faultChoices, lineWords, words } from './words.ts';

export function Lines({ link, state }: { readonly link: HallLink; readonly state: HallState }) {
  return (
    <section className="sheet lines">
      <h2>
        <Say text={words.lines} />
      </h2>
      {state.lines.map((line) => (
        <Line key={line.line} link={link} line={line} />
      ))}
      {state.boards.map(({ board, dead }) => (
        <div className="line" key={board} data-board={board}>
          <span className="light" data-lit={dead ? 'out' : 'on'} />
          <span className="line-name">
            <Say text={{ zh: words.board.zh, en: board }} />
          </span>
          <span />
          <Act
            text={dead ? words.power : words.powerOff}
            pressed={dead}
            onAct={() => link.do({ do: 'killBoard', board, dead: !dead })}
          />
        </div>
      ))}
    </section>
  );
}

function Line({ link, line: shown }: { readonly link: HallLink; readonly line: HallLineShown }) {
  const { line, plugged, connected, faults } = shown;
  const name = nameOf(faults);
  return (
    <div className="line" data-line={line} data-plugged={plugged}>
      <span
        className="light"
        data-lit={plugged ? (connected ? 'on' : 'idle') : 'out'}
        title={(plugged ? (connected ? words.connected : words.waiting) : words.unplugged).zh}
      />
      <span className="line-name">
        <Say text={lineWords[line]} />
      </span>
      <select
        aria-label={lineWords[line].zh}
        data-faulty={name !== 'sound'}
        value={name}
        onChange={({ target }) => {
          const choice = faultChoices.find((one) => one.name === target.value);
          if (choice !== undefined) link.do({ do: 'setFaults', line, faults: choice.faults });
        }}
      >
        {faultChoices.map((choice) => (
          <option key={choice.name} value={choice.name}>
            {choice.zh} {choice.en}
          </option>
        ))}
        {name === 'other' ? <option value="other">…</option> : null}
      </select>
      <Act
        text={plugged ? words.unplug : words.replug}
        pressed={!plugged}
        onAct={() => link.do({ do: 'plug', line, plugged: !plugged })}
      />
    </div>
  );
}

/** Faults can also be set from outside this page, in ways that no choice here names. */
function nameOf(faults: LineFaults): string {
  const same = faultChoices.find((choice) => JSON.stringify(choice.faults) === JSON.stringify(faults));
  return same?.name ?? 'other';
}
