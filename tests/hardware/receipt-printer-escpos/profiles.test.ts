// Profiles: the same slip for each maker's printer, read by a printer of that maker.

import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { PrintOutcome } from '../../../hardware/classes/printing.ts';
import type { ReceiptPrinter } from '../../../hardware/classes/receipt-printer.ts';
import { createEscposPrinter } from '../../../hardware/drivers/receipt-printer-escpos/driver.ts';
import { cutOffScrap, encodeSlip } from '../../../hardware/drivers/receipt-printer-escpos/encode.ts';
import { renderPng } from '../../../hardware/drivers/receipt-printer-escpos/picture.ts';
import {
  type LeftSlip,
  type ProfileName,
  profiles,
} from '../../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import { createReplyDeframer, statusRequest } from '../../../hardware/drivers/receipt-printer-escpos/protocol.ts';
import type { Firmware } from '../../../hardware/drivers/receipt-printer-escpos/simulated-answers.ts';
import { createEscposSimulator } from '../../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { textOf } from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { stateOf } from '../../../hardware/drivers/receipt-printer-escpos/status.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Paper } from '../../../src/base/paper.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { readQr } from '../../support/read-qr.ts';
import { commandsOf, isDrawn } from './slip-reader.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/receipt-printer-vectors.json', import.meta.url), 'utf8'),
);

const makers: readonly (readonly [ProfileName, Firmware])[] = [
  ['generic', 'epson'],
  ['generic', 'print801'],
  ['generic', 'masung'],
  ['epson-tm', 'epson'],
  ['xprinter', 'print801'],
  ['masung', 'masung'],
  ['custom', 'custom'],
];
const link = 'https://zwfw.example.gov.cn/v/ABC123';
const paper: Paper = {
  job: 'j',
  blocks: [
    { is: 'text', text: '收件回执', align: 'centre', bold: true, size: 2 },
    { is: 'field', label: '姓名', value: '张䶮' },
    { is: 'field', label: '金额', value: '¥20.00' },
    { is: 'rule' },
    { is: 'qr', text: link },
  ],
};

const running: ReceiptPrinter[] = [];
afterEach(async () => {
  for (const printer of running.splice(0)) await printer.stop();
});

async function started(profile: ProfileName, firmware: Firmware, leftSlip?: LeftSlip) {
  const clock = createManualClock();
  const line = createMemoryLink({ clock });
  const simulator = createEscposSimulator({ clock, columns: 48, firmware, processId: profiles[profile].processId });
  simulator.attach(line.wire);
  const driver = createEscposPrinter({
    name: 'receiptPrinter',
    transport: line.transport,
    clock,
    log: silentLog,
    random: seededRandom(1).next,
    profile,
    ...(leftSlip === undefined ? {} : { leftSlip }),
  });
  running.push(driver);
  driver.start();
  await clock.advance(3_000);
  return {
    clock,
    simulator,
    driver,
    async print(): Promise<PrintOutcome | undefined> {
      let outcome: PrintOutcome | undefined;
      void driver.print(paper).then((end) => {
        outcome = end;
      });
      for (let ms = 0; ms < 30_000 && outcome === undefined; ms += 50) await clock.advance(50);
      return outcome;
    },
  };
}

describe.each(makers)('profile %s on firmware %s', (profile, firmware) => {
  test('prints the slip right, rare name and code included, and sends nothing that the printer does not know', async () => {
    const { simulator, print } = await started(profile, firmware);
    expect(await print()).toEqual({ is: 'printed' });
    expect(simulator.unknownCommands()).toEqual([]);
    const slip = certain(simulator.papers()[0], 'a slip');
    expect(simulator.papers()).toHaveLength(1);
    expect(textOf(slip)).toEqual(['收件回执', `金额${' '.repeat(37)}￥20.00`, '-'.repeat(48)]);
    const [name] = slip.rows.filter(isDrawn);
    expect([name?.widthDots, name?.heightDots]).toEqual([576, 30]);
    expect(readQr(renderPng(slip))).toBe(link);
    expect(slip.end).toBe('cut');
  });

  test('sends none of the commands that mean different things to different makers', () => {
    const slip = encodeSlip(paper, { columns: 48, profile: profiles[profile], proof: { by: 'paperRequest' } });
    const hex = slip.ok ? toHex(slip.value.bytes) : '';
    const other = vectors.vendorTraps.map((row: { cmd: string }) => row.cmd.split(' ')[0]);
    expect(other).toEqual(['1c43', '1c50', '1d286b', '1b520f', '1b40']);
    const sent = commandsOf(slip.ok ? slip.value.bytes : new Uint8Array(), profile === 'custom' ? 'custom' : 'chinese');
    expect(sent.filter((command) => command.is === 'unknown')).toEqual([]);
    // FS P only where it moves the slip; ESC @ only in front of FS &, which sets again what it reset.
    expect(sent.some((command) => command.is === 'present')).toBe(profile === 'custom');
    expect(hex.startsWith('1b401d61001c26')).toBe(true);
    expect(sent.filter((command) => command.is === 'initialise')).toHaveLength(1);
    const [level] = sent.filter((command) => command.is === 'qrLevel');
    const trap = vectors.vendorTraps[2];
    expect([trap.epson, trap.customVKP80III]).toEqual(['30=L 31=M 32=Q 33=H', '30=auto 31=L 32=M 33=Q 34=H']);
    // The reader knows the levels of CUSTOM by its dialect: M by whatever code.
    if (profile === 'masung') expect(level).toBeUndefined();
    else expect(level).toEqual({ is: 'qrLevel', level: 'M' });
  });
});

test('every profile has the columns of both rolls, and its name', () => {
  for (const [name, profile] of Object.entries(profiles)) {
    expect(profile.name).toBe(name);
    expect([48, 42]).toContain(profile.columns.mm80);
    expect(profile.columns.mm58).toBe(32);
  }
});

describe('the presenter of CUSTOM', () => {
  test('draws in a slip that nobody takes within 30 s, even when the computer is gone', async () => {
    const { simulator, print, driver, clock } = await started('custom', 'custom');
    await print();
    await driver.stop();
    expect(simulator.atExit()).toHaveLength(1);
    await clock.advance(28_000);
    expect(simulator.atExit()).toHaveLength(1);
    await clock.advance(2_500);
    expect([simulator.atExit().length, simulator.retracted().length]).toEqual([0, 1]);
  });

  test('draws in nothing once the slip is taken', async () => {
    const { simulator, print, clock } = await started('custom', 'custom');
    await print();
    expect(simulator.simulateTakePaper()).toHaveLength(1);
    await clock.advance(60_000);
    expect(simulator.retracted()).toEqual([]);
  });

  test.each([
    ['eject', 0],
    ['hold', 1],
  ] as const)('left slips: %s', async (left, hanging) => {
    const { simulator, print, clock } = await started('custom', 'custom', left);
    await print();
    await clock.advance(60_000);
    expect([simulator.atExit().length, simulator.retracted().length]).toEqual([hanging, 0]);
  });

  test('takes in the scrap of an interrupted slip', () => {
    const commands = commandsOf(cutOffScrap(profiles.custom), 'custom');
    expect(commands.map((command) => command.is)).toEqual([
      'setting',
      'initialise',
      'automaticStatusRequest',
      'cut',
      'retract',
    ]);
    expect(commandsOf(cutOffScrap(profiles.generic)).map((command) => command.is)).toEqual([
      'setting',
      'initialise',
      'automaticStatusRequest',
      'cut',
    ]);
  });

  test('has the bytes of the reference', () => {
    const { custom_VKP80: bytes } = vectors.presenter;
    const { presenter } = profiles.custom;
    expect(toHex(certain(presenter, 'a presenter').present.retract)).toBe(bytes.presentThenRetract30s);
    expect(toHex(certain(presenter, 'a presenter').present.eject)).toBe(bytes.presentThenEject30s);
    expect(toHex(certain(presenter, 'a presenter').present.hold)).toBe(bytes.present12steps);
    expect(toHex(certain(presenter, 'a presenter').retractNow)).toBe(bytes.retract);
  });
});

describe('status quirks', () => {
  const nearEndOffline = { 1: 0x1e, 2: 0x32, 3: 0x12, 4: 0x1e } as const;

  test('near end with "offline" is low paper where the firmware says so by habit, and a fault where it does not', () => {
    for (const name of ['generic', 'xprinter'] as const)
      expect(stateOf(nearEndOffline, profiles[name].statusQuirks)).toEqual({ is: 'low', what: 'paper' });
    for (const name of ['epson-tm', 'masung', 'custom'] as const)
      expect(stateOf(nearEndOffline, profiles[name].statusQuirks)).toMatchObject({ is: 'fault' });
  });

  test('a paper status with bit 1 clear is read only where that bit is a sensor', () => {
    for (const [name, known] of [
      ['generic', true],
      ['masung', true],
      ['epson-tm', false],
    ] as const) {
      const deframer = createReplyDeframer(profiles[name].statusQuirks);
      deframer.expect?.(statusRequest(4));
      expect(deframer.push(Uint8Array.of(0x10))).toEqual(known ? [{ is: 'status', byte: 0x10 }] : []);
    }
  });
});
