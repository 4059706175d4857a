// Parsers: every deframer of the drivers, and the commands as a simulated card reader hears them.

import { lockParsers } from './lock-parsers.ts';
import { otherParsers } from './other-parsers.ts';
import { samParsers } from './sam-parsers.ts';
import type { FuzzTarget } from './target.ts';

export const parsers: readonly FuzzTarget[] = [...samParsers, ...lockParsers, ...otherParsers];
