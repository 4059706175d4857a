// Parsers: every deframer of the drivers, and the commands as a simulated card reader hears them.

import { lockParsers } from './lock-parsers.ts';
import { otherParsers } from './other-parsers.ts';
import { type ParserTarget, parserTarget } from './parser-run.ts';
import { samParsers } from './sam-parsers.ts';
import type { FuzzTarget } from './target.ts';

export const parserTargets: readonly ParserTarget[] = [...samParsers, ...lockParsers, ...otherParsers];

export const parsers: readonly FuzzTarget[] = parserTargets.map(parserTarget);
