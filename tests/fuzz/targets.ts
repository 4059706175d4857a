// Targets: everything that is fuzzed.

import { boardSimulators } from './board-simulators.ts';
import { conversations } from './conversations.ts';
import { decoders } from './decoders.ts';
import { exchanges } from './exchanges.ts';
import { parsers } from './parsers.ts';
import { simulators } from './simulators.ts';
import type { FuzzTarget } from './target.ts';

export const targets: readonly FuzzTarget[] = [
  ...parsers,
  ...boardSimulators,
  ...simulators,
  ...exchanges,
  ...conversations,
  ...decoders,
];
