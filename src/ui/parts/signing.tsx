// Signing: a sheet to draw on with a finger. What is drawn is a bounded list of points and goes nowhere but to the call.

import { type PointerEvent, useRef } from 'react';
import {
  signatureHeight as height,
  mostPoints,
  mostStrokes,
  type Signature,
  signatureSide,
} from '../../core/signature.ts';

/** Nearer points add nothing to the line. */
const leastStep = 8;

function pointOf(event: PointerEvent<SVGSVGElement>): readonly [number, number] {
  const box = event.currentTarget.getBoundingClientRect();
  const within = (part: number, most: number) => Math.min(most, Math.max(0, Math.round(part * most)));
  return [
    within((event.clientX - box.left) / box.width, signatureSide),
    within((event.clientY - box.top) / box.height, height),
  ];
}

export function Sheet({
  strokes,
  label,
  onDrawn,
}: {
  readonly strokes: Signature;
  readonly label: string;
  readonly onDrawn: (strokes: Signature) => void;
}) {
  const drawing = useRef(false);
  const drawn = useRef(strokes);
  drawn.current = strokes;
  const points = strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);

  function begin(event: PointerEvent<SVGSVGElement>): void {
    if (strokes.length >= mostStrokes || points >= mostPoints) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = true;
    onDrawn([...strokes, pointOf(event)]);
  }

  function go(event: PointerEvent<SVGSVGElement>): void {
    const last = drawn.current.at(-1);
    if (!drawing.current || last === undefined || points >= mostPoints) return;
    const [x, y] = pointOf(event);
    if (Math.hypot(x - (last.at(-2) ?? 0), y - (last.at(-1) ?? 0)) < leastStep) return;
    onDrawn([...drawn.current.slice(0, -1), [...last, x, y]]);
  }

  return (
    <svg
      className="sheet"
      viewBox={`0 0 ${signatureSide} ${height}`}
      role="img"
      aria-label={label}
      onPointerDown={begin}
      onPointerMove={go}
      onPointerUp={() => {
        drawing.current = false;
      }}
    >
      <path className="sheet-line" d={`M60 ${height - 90}H${signatureSide - 60}`} />
      <path className="sheet-ink" d={strokes.map((stroke) => `M${stroke.join(' ')}`).join('')} />
    </svg>
  );
}
