// Wiring look: what the sensor bits did since the lock was fired. Contacts bounce, so a change counts when it lasts.

import type { BitPlace, BoardKey, Edge, Latest, WiringState } from './wiring.ts';

/** Door contacts bounce for some 120 ms. */
const lastingMs = 150;
/** Two readings this far apart that agree are a baseline. */
const apartMs = 50;
/** A reading older than this says nothing of now. */
const freshMs = 2_000;

/** Bits that differ from those with all doors shut. */
export function astray({ baseline, latest }: Pick<WiringState, 'baseline' | 'latest'>): readonly BitPlace[] {
  return Object.entries(baseline).flatMap(([board, shut]) =>
    (latest[board]?.bits ?? []).flatMap((set, bit) => (set === (shut[bit] ?? false) ? [] : [{ board, bit }])),
  );
}

export function sameBit(one: BitPlace, other: BitPlace): boolean {
  return one.board === other.board && one.bit === other.bit;
}

function sameBits(one: readonly boolean[], other: readonly boolean[]): boolean {
  return one.length === other.length && one.every((set, bit) => set === other[bit]);
}

export function afterRead(before: Latest | undefined, bits: readonly boolean[], ms: number): Latest {
  return { bits, at: ms, since: before !== undefined && sameBits(before.bits, bits) ? before.since : ms };
}

/** What left its place and what came back with the reading that was just taken in. */
export function afterEdges(
  edges: readonly Edge[],
  { before, after, firedAt }: { readonly before: WiringState; readonly after: WiringState; readonly firedAt: number },
  board: BoardKey,
): readonly Edge[] {
  const out = astray(after).filter((place) => place.board === board);
  const kept = edges.map((edge): Edge => {
    if (edge.board !== board) return edge;
    const isOut = out.some((place) => sameBit(place, edge));
    if (isOut) return edge.until !== null && after.ms - edge.until <= lastingMs ? { ...edge, until: null } : edge;
    return edge.until === null ? { ...edge, until: after.ms } : edge;
  });
  const lastShut = Math.max(firedAt, before.latest[board]?.at ?? firedAt);
  const fresh = out
    .filter((place) => !kept.some((edge) => edge.until === null && sameBit(edge, place)))
    .map((place): Edge => ({ ...place, at: after.ms, gapMs: after.ms - lastShut, until: null }));
  return [...kept, ...fresh];
}

/** Edges that lasted, one for each bit. */
export function flips(edges: readonly Edge[], ms: number): readonly Edge[] {
  const lasted = edges.filter(({ at, until }) => (until ?? ms) - at >= lastingMs);
  return lasted.filter((edge, place) => lasted.findIndex((other) => sameBit(other, edge)) === place);
}

/** Something has moved and is not yet known to last. */
export function isSettling(edges: readonly Edge[], ms: number): boolean {
  return edges.some(({ at, until }) => until === null && ms - at < lastingMs);
}

export function isFresh(state: WiringState, board: BoardKey): boolean {
  const latest = state.latest[board];
  return latest !== undefined && state.ms - latest.at <= freshMs;
}

/** Read at least twice alike, both times after `since`. */
export function isSteady(state: WiringState, board: BoardKey, since: number): boolean {
  const latest = state.latest[board];
  return latest !== undefined && latest.at - Math.max(latest.since, since) >= apartMs;
}

export function isBack(state: WiringState, place: BitPlace): boolean {
  const latest = state.latest[place.board];
  if (latest === undefined || astray(state).some((out) => sameBit(out, place))) return false;
  return latest.at - latest.since >= lastingMs;
}
