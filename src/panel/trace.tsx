// Trace: the last bytes on one line, newest first. It can be held still for reading.

import { useState } from 'react';
import type { BusFrame, HallLineName } from '../contract/panel.ts';
import type { HallSeen } from './hall-link.ts';
import { Say } from './say.tsx';
import { lineWords, words } from './words.ts';

export function Trace({
  lines,
  frames,
}: {
  readonly lines: readonly HallLineName[];
  readonly frames: HallSeen['frames'];
}) {
  const [line, setLine] = useState<HallLineName>('cabinet');
  const [held, setHeld] = useState<readonly BusFrame[] | null>(null);
  const shown = held ?? frames[line] ?? [];
  return (
    <section className="sheet trace">
      <h2>
        <Say text={words.trace} />
        <select
          aria-label={words.trace.zh}
          value={line}
          onChange={({ target }) => {
            const chosen = lines.find((one) => one === target.value);
            if (chosen !== undefined) setLine(chosen);
            setHeld(null);
          }}
        >
          {lines.map((one) => (
            <option key={one} value={one}>
              {lineWords[one].zh} {lineWords[one].en}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="act"
          aria-pressed={held !== null}
          onClick={() => setHeld(held === null ? shown : null)}
        >
          {held === null ? '❚❚' : '▶'}
        </button>
      </h2>
      <ol className="frames">
        {shown.toReversed().map((frame) => (
          <Frame key={frame.number} frame={frame} />
        ))}
      </ol>
    </section>
  );
}

function Frame({ frame }: { readonly frame: BusFrame }) {
  const { at, to, hex, length } = frame;
  const hidden = length - hex.length / 2;
  const direction = to === 'device' ? words.toDevice : words.toComputer;
  return (
    <li data-to={to}>
      <time>{new Date(at).toISOString().slice(14, 23)}</time>
      <span className="arrow" title={`${direction.zh} ${direction.en}`}>
        {to === 'device' ? '→' : '←'}
      </span>
      <code>
        {hex.match(/../g)?.join(' ')}
        {hidden > 0 ? (
          <i>
            {' '}
            + {hidden} {words.bytes.zh}
            {words.hidden.zh}
          </i>
        ) : null}
      </code>
    </li>
  );
}
