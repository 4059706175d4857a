// The bytes of ESC/POS against the vectors collected from manuals and firmware.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeEscposStatus, readStatus } from '../../../hardware/drivers/receipt-printer-escpos/decode.ts';
import {
  classOf,
  createReplyDeframer,
  paperRequest,
  processIdOf,
  processIdRequest,
  type Reply,
  recoverAndClear,
  resume,
  type StatusNumber,
  statusRequest,
} from '../../../hardware/drivers/receipt-printer-escpos/protocol.ts';
import {
  readAutomaticStatus,
  readExecutedPaper,
  stateOf,
} from '../../../hardware/drivers/receipt-printer-escpos/status.ts';
import { fromHex, joinBytes, toHex } from '../../../src/base/bytes.ts';
import { certain } from '../../../src/base/result.ts';

const file = new URL('../../fixtures/receipt-printer-vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8'));

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

function byteOf(hex: string): number {
  return certain(bytesOf(hex)[0], 'a byte');
}

describe('status requests', () => {
  test.each<[string, number, string, object]>(
    vectors.dleEot.map((row: { request: string; n: number; reply: string; fields: object; note: string }) => [
      row.note,
      row.n,
      row.reply,
      row.fields,
    ]),
  )('%s (n=%i, %s)', (_, n, reply, fields) => {
    expect(toHex(statusRequest(n as StatusNumber))).toBe(`10040${n}`);
    expect(classOf(byteOf(reply))).toBe('status');
    expect(readStatus(n as StatusNumber, byteOf(reply))).toEqual(fields);
  });

  test('a near end alone is low paper, even when the firmware calls itself stopped', () => {
    const { replies } = vectors.dleEotQuirks[0];
    const status = {
      1: byteOf(replies['100401']),
      2: byteOf(replies['100402']),
      3: 0x12,
      4: byteOf(replies['100404']),
    };
    expect(stateOf(status)).toEqual({ is: 'low', what: 'paper' });
  });

  test('the paper status of a Masung printer is read though it looks like an automatic status', () => {
    const { request, reply } = vectors.dleEotQuirks[1];
    const deframer = createReplyDeframer();
    deframer.expect?.(bytesOf(request));
    expect(deframer.push(bytesOf(reply))).toEqual([{ is: 'status', byte: 0x10 }]);
    expect(deframer.push(bytesOf('14000000'))).toMatchObject([{ is: 'automaticStatus' }]);
    expect(readStatus(4, byteOf(reply))).toEqual({ paperNearEnd: false, paperEnd: false });
  });

  test.each([
    ['ready', '16121212', { is: 'ready' }],
    ['near end', '1612121e', { is: 'low', what: 'paper' }],
    ['paper end', '1e32127e', { is: 'blocked', why: 'paperOut' }],
    ['paper end by the end sensor alone', '1e321272', { is: 'blocked', why: 'paperOut' }],
    ['cover', '1e161212', { is: 'blocked', why: 'coverOpen' }],
    ['cover opened while printing', '1e565212', { is: 'blocked', why: 'coverOpen' }],
    ['cutter', '1e521a12', { is: 'fault', what: 'cutter', detail: 'cutter error' }],
    ['head', '1e525212', { is: 'fault', what: 'headHot', detail: 'print head too hot' }],
    ['fatal', '1e523212', { is: 'fault', what: 'printerError', detail: 'unrecoverable error: switch off and on' }],
    ['mechanical', '1e521612', { is: 'fault', what: 'printerError', detail: 'mechanical error' }],
  ])('four status bytes as one word: %s', (_, hex, state) => {
    const [one = 0, two = 0, three = 0, four = 0] = bytesOf(hex);
    expect(stateOf({ 1: one, 2: two, 3: three, 4: four })).toEqual(state);
  });
});

describe('replies', () => {
  const classes: Record<string, string> = {
    XON: 'xon',
    XOFF: 'xoff',
    'dle-eot': 'status',
    'asb-first-byte': 'automaticStatus',
    'gs-r | gs-I | asb-2nd..4th': 'executed',
    'header of GS ( H / clear-buffer response, read to 00': 'response',
    'header of GS I information block, read to 00': 'information',
    'header of power-off notice 3B 30 00': 'powerOff',
    'header of ink ASB block (GS j)': 'ink',
  };

  test.each<[string, string]>(vectors.byteClasses.map((row: { byte: string; class: string }) => [row.byte, row.class]))(
    'first byte %s is of class %s',
    (byte, name) => {
      expect(classOf(byteOf(byte))).toBe(certain(classes[name], name));
    },
  );

  test.each<[string, object]>(vectors.asb.map((row: { bytes: string; fields: object }) => [row.bytes, row.fields]))(
    'automatic status %s',
    (hex, fields) => {
      const [reply, ...others] = createReplyDeframer().push(bytesOf(hex));
      expect([reply?.is, others]).toEqual(['automaticStatus', []]);
      expect(readAutomaticStatus(bytesOf(hex))).toEqual(fields);
    },
  );

  test.each<[string, string, object]>(
    vectors.gsR
      .filter((row: { request: string }) => row.request === '1d7201')
      .map((row: { request: string; reply: string; fields: object }) => [row.request, row.reply, row.fields]),
  )('request %s answered %s', (request, reply, fields) => {
    expect(toHex(paperRequest)).toBe(request);
    expect(createReplyDeframer().push(bytesOf(reply))).toEqual([{ is: 'executed', byte: byteOf(reply) }]);
    expect(readExecutedPaper(byteOf(reply))).toMatchObject(fields);
  });

  test.each<[string, string, string]>(
    vectors.processId.map((row: { request: string; response: string; id: string }) => [
      row.id,
      row.request,
      row.response,
    ]),
  )('process id "%s"', (id, request, reply) => {
    expect(toHex(processIdRequest(id))).toBe(request);
    expect(createReplyDeframer().push(bytesOf(reply))).toEqual([{ is: 'processId', id }]);
  });

  test('process ids are four printable characters and differ', () => {
    const ids = [0, 1, 93, 94, 94 ** 4 - 1, 12_345_678].map(processIdOf);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[!-~]{4}$/);
  });

  test('other blocks: information, offline causes, cleared buffer, power off', () => {
    const blocks = [
      ...vectors.gsI
        .filter((row: { text?: string }) => row.text !== undefined)
        .map((row: { reply: string }) => row.reply),
      vectors.offlineResponse[1].reply,
      vectors.clearBuffer.reply,
      vectors.powerOff.reply,
    ];
    expect(createReplyDeframer().push(bytesOf(blocks.join('')))).toEqual([
      { is: 'information', text: 'EPSON' },
      { is: 'information', text: 'TM-T88V' },
      { is: 'information', text: 'CHINA GB18030' },
      { is: 'information', text: 'CHINA GB2312' },
      { is: 'offlineCause', causes: [0x40] },
      { is: 'bufferCleared' },
      { is: 'powerOff' },
    ]);
  });

  function nameOf(reply: Reply): string {
    switch (reply.is) {
      case 'automaticStatus': {
        const { paperEnd, waitingOnlineRecovery } = readAutomaticStatus(reply.bytes);
        return `asb ${paperEnd ? 'paperEnd' : waitingOnlineRecovery ? 'waitingOnlineRecovery' : 'online'}`;
      }
      case 'processId':
        return `processId ${reply.id}`;
      case 'status':
        return `dleEot ${reply.byte.toString(16)}`;
      case 'information':
        return `info ${reply.text}`;
      case 'flow':
        return reply.may === 'send' ? 'XON' : 'XOFF';
      default:
        return reply.is;
    }
  }

  test.each<[string, readonly string[], readonly string[]]>(
    vectors.streams.map((row: { name: string; bytes?: string; chunks?: string[]; events: string[] }) => [
      row.name,
      row.chunks ?? [row.bytes],
      row.events.map((event) => event.replace('asb 1400000f', 'asb online').replace('asb 1c000c00', 'asb paperEnd')),
    ]),
  )('a stream in one piece and byte by byte: %s', (_, chunks, events) => {
    const deframer = createReplyDeframer();
    expect(chunks.flatMap((chunk) => deframer.push(bytesOf(chunk))).map(nameOf)).toEqual(events);
    const slow = createReplyDeframer();
    const bytes = joinBytes(...chunks.map(bytesOf));
    expect([...bytes].flatMap((byte) => slow.push(Uint8Array.of(byte))).map(nameOf)).toEqual(events);
  });

  test('an endless block is given up', () => {
    const replies = createReplyDeframer().push(Uint8Array.from([0x5f, ...new Array(200).fill(0x41)]));
    expect(replies[0]).toEqual({ is: 'noise', byte: 0x5f });
  });

  test('the real-time commands are the ones of the reference', () => {
    expect([toHex(recoverAndClear), toHex(resume)]).toEqual(['100502', '100500']);
  });
});

describe('decoding for people', () => {
  test('a status byte alone is given in all four readings', () => {
    const [told] = decodeEscposStatus(bytesOf('1e'));
    expect(told).toMatchObject({
      ok: true,
      kind: 'status',
      readings: [{ n: 1, offline: true }, {}, {}, { n: 4, paperNearEnd: true }],
    });
  });

  test('with its request in front it is read as that one, Masung paper status included', () => {
    expect(decodeEscposStatus(bytesOf('100402 16 100404 10 100404 7e'))).toEqual([
      { ok: true, kind: 'status', byte: '16', n: 2, ...readStatus(2, 0x16) },
      { ok: true, kind: 'status', byte: '10', n: 4, paperNearEnd: false, paperEnd: false },
      { ok: true, kind: 'status', byte: '7e', n: 4, paperNearEnd: true, paperEnd: true },
    ]);
  });

  test('an automatic status that begins as a request does stays one', () => {
    expect(decodeEscposStatus(bytesOf('10040000'))).toMatchObject([
      { kind: 'automaticStatus', recoverableError: true },
    ]);
  });

  test('noise and unfinished replies are told as such', () => {
    expect(decodeEscposStatus(bytesOf('ff1214'))).toMatchObject([
      { ok: false, problem: 'noise', byte: 'ff' },
      { ok: true, kind: 'status' },
      { ok: false, problem: 'incomplete', bytes: 1 },
    ]);
  });

  test('what the computer sent is told without the words of the slip', () => {
    const told = decodeEscposStatus(bytesOf(`${vectors.receipt.hex}100401`), { from: 'host' });
    expect(told.every((command) => command.ok)).toBe(true);
    expect(told.at(0)).toEqual({ ok: true, kind: 'realtime', ask: 'status', n: 1 });
    expect(told).toContainEqual({ ok: true, kind: 'text', bytes: 24 });
    expect(told.at(-1)).toEqual({ ok: true, kind: 'processIdRequest', id: '0001' });
  });
});
