// Table: every row of the fault matrix that is injected, in the order in which a full run breaks things.

import { calls } from './calls.ts';
import { clocks } from './clocks.ts';
import { disks } from './disks.ts';
import type { Fault } from './fault.ts';
import { files } from './files.ts';
import { kills } from './kills.ts';
import { lines } from './lines.ts';
import { machine } from './machine.ts';
import { networks } from './networks.ts';
import { people } from './people.ts';
import { printers } from './printers.ts';
import { shell } from './shell.ts';

export const faults: readonly Fault[] = [
  ...calls,
  ...disks,
  ...files,
  ...clocks,
  ...lines,
  ...people,
  ...printers,
  ...networks,
  ...machine,
  ...shell,
  ...kills,
];
