// Table: every row of the fault matrix, those that are injected and those that cannot be.

import type { Fault } from './fault.ts';
import { kills } from './kills.ts';

export const faults: readonly Fault[] = [...kills];
