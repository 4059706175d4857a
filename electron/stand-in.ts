// Stand-in: what the window shows while no controller lives. Nothing of the person who stood there stays on the screen.

import type { Site } from '../src/contract/config.ts';
import type { Screen, View } from '../src/contract/view.ts';

export type StandInScreen = 'starting' | 'outOfService';

const nothingWorks = { works: false, why: 'outOfService', codeHelps: false } as const;

export interface StandIn {
  readonly at: StandInScreen;
  /** UTC ms */
  readonly now: number;
  /** The last view, for the language that was chosen; undefined when the controller never said anything. */
  readonly last: View | undefined;
  /** The site file, for name and duty phone; undefined when it could not be read. */
  readonly site: Pick<Site, 'point' | 'languages' | 'trial'> | undefined;
}

export function standInView({ at, now, last, site }: StandIn): View {
  const screen: Screen = at === 'starting' ? { at } : { at, why: 'recovering', codeHelps: false };
  return {
    sequence: (last?.sequence ?? 0) + 1,
    language: last?.language ?? site?.languages[0] ?? 'zh',
    elder: last?.elder ?? false,
    pointName: last?.pointName ?? site?.point.name ?? { zh: '', en: '' },
    phone: last?.phone ?? site?.point.phone ?? '',
    trial: last?.trial ?? site?.trial ?? false,
    languages: last?.languages ?? site?.languages ?? [],
    now: { receipts: nothingWorks, proofs: nothingWorks, pickup: nothingWorks },
    help: 'none',
    centralOnline: last?.centralOnline ?? true,
    rightsAsOf: null,
    banks: [],
    screen,
    endsAt: null,
    madeAt: now,
  };
}

/** True while no person is being served. */
export function isNobodyThere({ screen: { at } }: View): boolean {
  return at === 'starting' || at === 'outOfService' || at === 'welcome';
}

/** True when a person's session has just ended, and what the browser may have kept of it is to be wiped. */
export function sessionEnded(before: View | undefined, after: View): boolean {
  return before !== undefined && !isNobodyThere(before) && isNobodyThere(after);
}
