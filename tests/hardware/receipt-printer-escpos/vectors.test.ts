// The rest of the collected vectors: commands of the reference as the simulated printer takes them, counters, vendor status.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../../hardware/drivers/receipt-printer-escpos/command.ts';
import type { Dialect } from '../../../hardware/drivers/receipt-printer-escpos/commands.ts';
import { decodeEscposStatus } from '../../../hardware/drivers/receipt-printer-escpos/decode.ts';
import {
  createReplyDeframer,
  processIdOf,
  recoverAndClear,
} from '../../../hardware/drivers/receipt-printer-escpos/protocol.ts';
import { createRealtimeFilter } from '../../../hardware/drivers/receipt-printer-escpos/realtime.ts';
import type { Firmware } from '../../../hardware/drivers/receipt-printer-escpos/simulated-answers.ts';
import { createEscposSimulator } from '../../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { fromHex, joinBytes, toHex } from '../../../src/base/bytes.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { commandsOf } from './slip-reader.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/receipt-printer-vectors.json', import.meta.url), 'utf8'),
);

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

/** What a printer answers to those bytes within a second. */
async function answersTo(firmware: Firmware, sent: Uint8Array, { nearEnd = false } = {}): Promise<Uint8Array> {
  const clock = createManualClock();
  const line = createMemoryLink({ clock });
  const simulator = createEscposSimulator({ clock, columns: 48, firmware });
  if (nearEnd) simulator.simulatePaperNearEnd();
  simulator.attach(line.wire);
  const heard: Uint8Array[] = [];
  line.transport.onBytes((bytes) => heard.push(bytes));
  await line.transport.open();
  await line.transport.send(sent);
  await clock.advance(1_000);
  return joinBytes(...heard);
}

describe('commands of the reference, in the words of the simulated printer', () => {
  const words: Record<string, readonly Command[]> = {
    init: [{ is: 'initialise' }],
    chineseOn: [{ is: 'chinese', on: true }],
    chineseOff: [{ is: 'chinese', on: false }],
    alignLeft: [{ is: 'align', align: 'left' }],
    alignCenter: [{ is: 'align', align: 'centre' }],
    alignRight: [{ is: 'align', align: 'right' }],
    boldOn: [{ is: 'bold', on: true }],
    boldOff: [{ is: 'bold', on: false }],
    size2x2_ascii_and_kanji: [{ is: 'size', width: 2, height: 2 }],
    kanjiDoubleWidthHeight: [{ is: 'chineseSize', width: 2, height: 2 }],
    kanjiQuadruple: [{ is: 'chineseSize', width: 2, height: 2 }],
    feed4: [{ is: 'feed', lines: 4 }],
    cutFull: [{ is: 'cut' }],
    cutPartial: [{ is: 'cut' }],
    feedAndPartialCut: [{ is: 'cut' }],
    feedAndFullCut: [{ is: 'cut' }],
    escCutFull: [{ is: 'cut' }],
    escCutPartial: [{ is: 'cut' }],
  };
  const settings = ['asciiDoubleBoth', 'lineSpacing0', 'leftMargin0', 'width576', 'width384'];
  /** Of no use to this product: skipped whole by their length, or by their two bytes where they have none. */
  const skipped = ['gs8L_174x174_header', 'gs8L_print', 'selfTest'];

  test('each command of the list has its test', () => {
    const tested = [...Object.keys(words), ...settings, ...skipped, 'raster_48x24_header', 'qr'];
    expect(Object.keys(vectors.commands).sort()).toEqual(tested.sort());
  });

  test.each(Object.entries(words))('%s', (name, commands) => {
    expect(commandsOf(bytesOf(vectors.commands[name]))).toEqual(commands);
  });

  test.each(settings)('%s changes nothing that is printed here', (name) => {
    const bytes = bytesOf(vectors.commands[name]);
    expect(commandsOf(bytes)).toEqual([{ is: 'setting', bytes }]);
  });

  test('a raster header of 48 × 24 dots takes its 144 bytes', () => {
    const bits = new Uint8Array(144).fill(0x55);
    expect(commandsOf(joinBytes(bytesOf(vectors.commands.raster_48x24_header), bits))).toEqual([
      { is: 'image', widthDots: 48, heightDots: 24, bits },
    ]);
  });

  test('a QR code is its model, size, level, text and print', () => {
    expect(commandsOf(bytesOf(vectors.commands.qr)).map((command) => command.is)).toEqual([
      'setting',
      'qrDots',
      'qrLevel',
      'qrStore',
      'qrPrint',
    ]);
  });

  test.each(['gs8L_print', 'selfTest'])('%s is skipped by its length', (name) => {
    expect(commandsOf(bytesOf(vectors.commands[name])).map((command) => command.is)).toEqual(['unknown']);
  });

  test('a graphics block of GS 8 L is not known, as on print801', () => {
    expect(commandsOf(bytesOf(vectors.commands.gs8L_174x174_header))[0]).toMatchObject({ is: 'unknown' });
  });

  test.each(Object.entries<string>(vectors.asbEnable))(
    'automatic status %s (%s) is one command with its bits',
    (_, hex) => {
      expect(commandsOf(bytesOf(hex))).toEqual([{ is: 'automaticStatusRequest', n: bytesOf(hex)[2] }]);
    },
  );

  test('turning real-time buffer commands off is skipped by its length', () => {
    expect(commandsOf(bytesOf(vectors.disableRealtimeDleDc4))).toHaveLength(1);
  });
});

describe('real-time requests', () => {
  test('go on, and clear', () => {
    const told: unknown[] = [];
    createRealtimeFilter().push(bytesOf(vectors.recover.continue + vectors.recover.clear), {
      told: (request) => told.push(request),
      rest: (byte) => told.push(byte),
    });
    expect(told).toEqual([
      { ask: 'recover', n: 1 },
      { ask: 'recover', n: 2 },
    ]);
    expect(toHex(recoverAndClear)).toBe(vectors.recover.clear);
  });

  test('the buffer command is answered with the block of the reference', async () => {
    expect(toHex(await answersTo('epson', bytesOf(vectors.clearBuffer.request)))).toBe(vectors.clearBuffer.reply);
  });
});

describe('questions behind the print data', () => {
  test.each<[string, string]>(vectors.gsI.map((row: { request: string; reply: string }) => [row.request, row.reply]))(
    'GS I %s answered %s is one reply',
    (request, reply) => {
      expect(commandsOf(bytesOf(request)).map((command) => command.is)).toEqual(['informationRequest']);
      const [told, ...others] = createReplyDeframer().push(bytesOf(reply));
      expect([told?.is, others]).toEqual([reply.startsWith('5f') ? 'information' : 'executed', []]);
    },
  );

  test.each<[string, string]>(
    vectors.gsR
      .filter((row: { note?: string }) => row.note === undefined)
      .map((row: { request: string; reply: string }) => [row.request, row.reply]),
  )('GS r %s is answered %s', async (request, reply) => {
    const nearEnd = reply === '03';
    expect(toHex(await answersTo('epson', bytesOf(request), { nearEnd }))).toBe(reply);
  });

  test.each<[string, string | undefined]>(
    vectors.offlineResponse.map((row: { request: string; reply?: string }) => [row.request, row.reply]),
  )('offline response %s (%s)', (request, reply) => {
    expect(commandsOf(bytesOf(request))).toHaveLength(1);
    const causes = reply === '37234000' ? [0x40] : [];
    const told = createReplyDeframer().push(bytesOf(reply ?? ''));
    expect(told).toEqual(reply === undefined ? [] : [{ is: 'offlineCause', causes }]);
  });

  test('power off: the command that allows it is skipped whole, the notice is read', () => {
    expect(commandsOf(bytesOf(vectors.powerOff.enable))).toHaveLength(1);
    expect(createReplyDeframer().push(bytesOf(vectors.powerOff.reply))).toEqual([{ is: 'powerOff' }]);
  });
});

describe('process ids', () => {
  test.each<[string, string, string]>(
    vectors.processId.map((row: Record<string, string>) => [row['id'], row['request'], row['response']]),
  )('"%s" is answered when all before it is printed', async (_, request, response) => {
    expect(toHex(await answersTo('epson', bytesOf(`41420a${request}`)))).toBe(response);
  });

  test('those of this product stay in the range of the rules', () => {
    expect(vectors.processIdRules.range).toContain('20..7e');
    for (let number = 0; number < 94 ** 4; number += 9_999_991)
      for (const char of processIdOf(number)) expect(char >= ' ' && char <= '~').toBe(true);
  });
});

describe('counters', () => {
  const cut = bytesOf(vectors.commands.cutPartial);
  const epson = vectors.maintenanceCounters.filter((row: { counter?: number }) => row.counter !== undefined);
  const custom = vectors.maintenanceCounters.filter((row: { vendor?: string }) => row.vendor === 'CUSTOM');

  test('the list has no others', () => {
    expect([epson.length, custom.length]).toEqual([4, 4]);
    expect(epson.length + custom.length).toBe(vectors.maintenanceCounters.length);
  });

  test.each<[string, number]>(epson.map((row: { request: string; counter: number }) => [row.request, row.counter]))(
    '%s asks for counter %i',
    (request, n) => {
      expect(commandsOf(bytesOf(request))).toEqual([{ is: 'counterRequest', n }]);
    },
  );

  test('cuts and lines are counted, and a counter that is not kept stays silent', async () => {
    const [cuts, lines, head, hours] = epson.map((row: { request: string }) => bytesOf(row.request));
    const heard = await answersTo('epson', joinBytes(bytesOf('410a420a'), cut, cuts, lines, head, hours));
    expect(createReplyDeframer().push(heard)).toEqual([
      { is: 'information', text: '1' },
      { is: 'information', text: '2' },
    ]);
    // The reply of the reference has the same form.
    expect(createReplyDeframer().push(bytesOf(epson[0].reply))).toEqual([
      { is: 'information', text: String(epson[0].value) },
    ]);
  });

  test.each<[string, string]>(
    custom.map((row: { request: string; replyText: string }) => [row.request, row.replyText]),
  )('CUSTOM answers %s as in "%s"', async (request, text) => {
    const heard = String.fromCharCode(...(await answersTo('custom', bytesOf(request))));
    expect(heard.replace(/\d+/, '0')).toBe(text.replace(/\d+/, '0'));
  });
});

describe('presenters', () => {
  const { custom_VKP80: custom, pyramid_reliance: pyramid, ...others } = vectors.presenter;
  const present = (left: 'retract' | 'eject' | 'hold', seconds: number): Command => ({ is: 'present', left, seconds });
  const words: Record<string, Command> = {
    eject: { is: 'eject' },
    retract: { is: 'retract' },
    present12steps: present('hold', 0),
    status: { is: 'setting', bytes: bytesOf('1d6506') },
    presentThenEject30s: present('eject', 30),
    presentThenRetract30s: present('retract', 30),
    present84mmTimeout30s: present('retract', 30),
    continuousOn: { is: 'setting', bytes: bytesOf('1d6514') },
    continuousOff: { is: 'setting', bytes: bytesOf('1d6512') },
  };

  test.each<[string, string]>(Object.entries<string>({ ...custom, ...pyramid }))(
    'CUSTOM family: %s (%s) is one command there and none of it elsewhere',
    (name, hex) => {
      expect(commandsOf(bytesOf(hex), 'custom')).toEqual([words[name]]);
      const elsewhere = commandsOf(bytesOf(hex));
      expect(elsewhere[0]?.is).toBe('unknown');
    },
  );

  test.each<[string, string]>(
    Object.values<Record<string, string>>(others).flatMap((commands) => Object.entries(commands)),
  )('of other makers, never sent and not known: %s (%s)', (_, hex) => {
    for (const dialect of ['chinese', 'custom'] satisfies Dialect[])
      expect(commandsOf(bytesOf(hex), dialect)[0]?.is).toBe('unknown');
  });
});

describe('vendor status, read for people', () => {
  const custom = vectors.dleEotQuirks.filter((row: { request?: string }) => row.request === '100414');
  test.each<[object, string]>(custom.map((row: { decoded: object; reply: string }) => [row.decoded, row.reply]))(
    'CUSTOM %j (%s)',
    (decoded, reply) => {
      const [told, ...others] = decodeEscposStatus(bytesOf(`100414${reply}`));
      expect([told?.['kind'], others]).toEqual(['customStatus', []]);
      const set = Object.entries(told ?? {}).filter(([name, value]) => value === true && name !== 'ok');
      expect(Object.fromEntries(set)).toEqual(decoded);
    },
  );

  const masung = vectors.dleEotQuirks.find((row: { request?: string }) => row.request === '100405');
  const named: Record<string, string> = {
    'paper blocked': 'paperBlocked',
    'paper pulled': 'paperPulled',
    'paper at exit sensor': 'paperAtExit',
    'paper jam': 'paperJam',
    'paper holder error': 'holderError',
  };
  test.each<[string, string]>(Object.entries<string>(masung.bits))('Masung exit sensor, bit %s: %s', (place, name) => {
    const byte = (1 << Number(place)).toString(16).padStart(2, '0');
    const [told] = decodeEscposStatus(bytesOf(`100405${byte}`));
    const set = Object.entries(told ?? {}).filter(([key, value]) => value === true && key !== 'ok');
    expect(set).toEqual([[named[name], true]]);
  });

  test.each<[string, string, string]>(
    vectors.billStatus_print801.map((row: { request: string; reply: string; note: string }) => [
      row.note,
      row.request,
      row.reply,
    ]),
  )('print801: %s', (note, request, reply) => {
    const names: Record<string, string> = {
      initial: 'initial',
      'bill printed and cut': 'printedAndCut',
      'error present': 'error',
    };
    const [told] = decodeEscposStatus(bytesOf(request + reply));
    const set = Object.entries(told ?? {}).filter(([key, value]) => value === true && key !== 'ok');
    expect(set).toEqual([[names[note], true]]);
  });
});

describe('commands that mean different things', () => {
  const [codeSystem, picture] = vectors.vendorTraps;
  test('FS C switches the code system, and FS P prints a stored picture, on Chinese firmware', () => {
    for (const [hex, own] of [
      [codeSystem.cmd, 'unknown'],
      [`${picture.cmd} 01`, 'unknown'],
    ] as const)
      expect(commandsOf(bytesOf(hex)).map((command) => command.is)).toEqual([own]);
  });
});
