// A slip on the paper of the simulated receipt printer: encoded as the driver does it, sent over a line.

import { expect } from 'vitest';
import { encodeSlip } from '../../hardware/drivers/receipt-printer-escpos/encode.ts';
import type { Columns } from '../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { type ProfileName, profiles } from '../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import type { Firmware } from '../../hardware/drivers/receipt-printer-escpos/simulated-answers.ts';
import { createEscposSimulator } from '../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import type { SimulatedPaper } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import type { Paper } from '../../src/base/paper.ts';
import { certain } from '../../src/base/result.ts';
import { createManualClock } from './manual-clock.ts';

export interface Maker {
  readonly profile: ProfileName;
  readonly firmware: Firmware;
}

/** Each profile on the firmware of its maker. */
export const makers: readonly Maker[] = [
  { profile: 'generic', firmware: 'epson' },
  { profile: 'generic', firmware: 'print801' },
  { profile: 'epson-tm', firmware: 'epson' },
  { profile: 'xprinter', firmware: 'print801' },
  { profile: 'masung', firmware: 'masung' },
  { profile: 'custom', firmware: 'custom' },
];

export async function printed(
  paper: Paper,
  columns: Columns,
  { profile, firmware }: Maker = { profile: 'generic', firmware: 'epson' },
): Promise<SimulatedPaper> {
  const clock = createManualClock();
  const line = createMemoryLink({ clock });
  const simulator = createEscposSimulator({ clock, columns, firmware });
  simulator.attach(line.wire);
  await line.transport.open();
  const slip = encodeSlip(paper, { columns, profile: profiles[profile], proof: { by: 'paperRequest' } });
  if (!slip.ok) throw new Error(slip.problem);
  await line.transport.send(slip.value.bytes);
  await clock.advance(60_000);
  expect(simulator.unknownCommands()).toEqual([]);
  return certain(simulator.papers()[0], 'a slip');
}
