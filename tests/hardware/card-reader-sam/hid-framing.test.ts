// The two HID framings: bytes to reports and back, and what wrong, lost and doubled reports do.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScanner } from '../../../hardware/drivers/card-reader-sam/frames.ts';
import { frameOverHid } from '../../../hardware/drivers/card-reader-sam/hid-framing.ts';
import { fromReport, hidFramingOf, toReports } from '../../../hardware/drivers/card-reader-sam/hid-reports.ts';
import { createReplyDeframer, encodeCommand, encodeReply } from '../../../hardware/drivers/card-reader-sam/protocol.ts';
import { deviceOverHid } from '../../../hardware/drivers/card-reader-sam/simulated-hid.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { joinBytes, toHex } from '../../../src/base/bytes.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/id-card-vectors.json', import.meta.url), 'utf8'),
) as readonly { readonly name: string; readonly hex: string }[];
const vectorOf = (name: string) => vectors.find((vector) => vector.name === name)?.hex;
const framings = ['raw', 'miaxis'] as const;
const find = encodeCommand(0x2001);
const longReply = encodeReply(
  0x90,
  Uint8Array.from({ length: 1_284 }, (_, index) => index % 256),
);

test('a command in one report is the known one', () => {
  expect(toReports(find, 'raw', 'host').map(toHex)).toEqual([vectorOf('hid-raw64-find')]);
  expect(toReports(find, 'miaxis', 'host').map(toHex)).toEqual([vectorOf('hid-miaxis64-find')]);
});

test('the framing follows from vendor and product, both of them', () => {
  expect(hidFramingOf({ vendorId: 0x2b8b, productId: 0x2721 })).toBe('raw');
  expect(hidFramingOf({ vendorId: 0x10c4, productId: 0x0007 })).toBe('miaxis');
  expect(hidFramingOf({ vendorId: 0x10c4, productId: 0xea60 })).toBe(undefined);
  expect(hidFramingOf({ vendorId: 0x2b8b, productId: 0x0007 })).toBe(undefined);
});

test('a long answer takes the known number of reports: 64 bytes of it in each, or 54', () => {
  expect(longReply.length).toBe(1_295);
  expect(toReports(longReply, 'raw', 'device').length).toBe(21);
  expect(toReports(longReply, 'miaxis', 'device').length).toBe(24);
});

test('a command that does not fit in a MIAXIS packet is a bug', () => {
  expect(toReports(new Uint8Array(56), 'miaxis', 'host').length).toBe(1);
  expect(() => toReports(new Uint8Array(57), 'miaxis', 'host')).toThrow('57 bytes');
});

describe.each(framings)('%s', (framing) => {
  test('anything comes through, in reports of 64 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_400 }), fc.constantFrom('host', 'device'), (bytes, from) => {
        fc.pre(from === 'device' || bytes.length <= 56);
        const reports = toReports(bytes, framing, from);
        for (const report of reports) expect(report.length).toBe(64);
        const back = joinBytes(...reports.map((report) => fromReport(report, framing, from)));
        expect(toHex(back.slice(0, bytes.length))).toBe(toHex(bytes));
        if (framing === 'miaxis') expect(back.length).toBe(bytes.length);
      }),
    );
  });

  test('no report, however spoilt, throws or says more than it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom('host', 'device'), (report, from) => {
        expect(fromReport(report, framing, from).length).toBeLessThanOrEqual(report.length);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a frame with a report lost or turned is not taken for whole', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.nat({ max: 63 }), fc.nat({ max: 7 }), fc.boolean(), (at, byte, bit, lost) => {
        const reports = toReports(longReply, framing, 'device').map((report) => Uint8Array.from(report));
        const hit = reports[at];
        if (hit === undefined) return;
        const before = fromReport(hit, framing, 'device');
        hit[byte] = (hit[byte] ?? 0) ^ (1 << bit);
        const content = fromReport(hit, framing, 'device');
        const isHarmless = !lost && toHex(content) === toHex(before);
        const arrived = lost ? reports.filter((report) => report !== hit) : reports;
        const frames = createReplyDeframer().push(
          joinBytes(...arrived.map((report) => fromReport(report, framing, 'device'))),
        );
        const whole = frames.filter((frame) => frame.data.length === 1_284);
        for (const frame of whole)
          expect(isHarmless || toHex(frame.data) === toHex(longReply.slice(10, -1))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('as a transport it opens, sends, tells and closes as the one beneath', async () => {
    const clock = createManualClock();
    const link = createMemoryLink({ clock });
    const transport = frameOverHid(link.transport, framing);
    const device = deviceOverHid(link.wire, framing);
    const scanner = createScanner('host');
    const heard: string[] = [];
    device.onBytes((bytes) => heard.push(...scanner.push(bytes).map((piece) => piece.is)));
    const received: Uint8Array[] = [];
    transport.onBytes((bytes) => received.push(bytes));
    let closings = 0;
    transport.onClosed(() => {
      closings += 1;
    });
    expect(await transport.send(find)).toEqual({ ok: false, problem: 'notOpen' });
    expect(await transport.open()).toEqual({ ok: true, value: undefined });
    expect(transport.isOpen()).toBe(true);
    expect(transport.description).toBe(`memory (${framing} reports)`);
    await transport.send(find);
    await clock.advance(1);
    expect(heard[0]).toBe('frame');
    device.send(longReply);
    await clock.advance(10);
    expect(createReplyDeframer().push(joinBytes(...received)).length).toBe(1);
    await transport.close();
    expect(transport.isOpen()).toBe(false);
    expect(closings).toBe(1);
  });
});

describe('a MIAXIS packet', () => {
  const [packet = new Uint8Array()] = toReports(find, 'miaxis', 'device');
  test.each<[string, (report: Uint8Array) => void]>([
    ['with the mark of the other side', (report) => report.set([0x88], 0)],
    ['with a wrong sum', (report) => report.set([(report[18] ?? 0) ^ 1], 18)],
    ['with a length beyond its end', (report) => report.set([58], 3)],
    ['with a length of thousands', (report) => report.set([0xff, 0xff], 3)],
    ['with a length too short for its head', (report) => report.set([2], 3)],
  ])('%s carries nothing', (_, spoil) => {
    expect(fromReport(packet, 'miaxis', 'device')).toEqual(find);
    const spoilt = Uint8Array.from(packet);
    spoil(spoilt);
    expect(fromReport(spoilt, 'miaxis', 'device').length).toBe(0);
  });

  test('of the computer with another command than B1 carries nothing', () => {
    const [report = new Uint8Array()] = toReports(find, 'miaxis', 'host');
    report[5] = 0x0d;
    report.set([(report[16] ?? 0) - (0xb1 - 0x0d)], 16);
    expect(fromReport(report, 'miaxis', 'host').length).toBe(0);
  });
});
