// First view: what the window draws before the controller has said anything.

import type { View } from '../contract/view.ts';

const notYet = { works: false, why: 'outOfService' } as const;

export const firstView: View = {
  sequence: 0,
  language: 'zh',
  elder: false,
  pointName: { zh: '', en: '' },
  phone: '',
  trial: false,
  languages: [],
  now: { receipts: notYet, proofs: notYet, pickup: notYet },
  help: 'none',
  centralOnline: true,
  rightsAsOf: null,
  banks: [],
  screen: { at: 'starting' },
  endsAt: null,
  madeAt: 0,
};
