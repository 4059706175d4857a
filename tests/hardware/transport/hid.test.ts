// The HID transport on a stand-in for node-hid, and the real node-hid as far as a machine without HID devices goes.

import { afterEach, describe, expect, test } from 'vitest';
import { createHidTransport, type HidOptions, listHidDevices } from '../../../hardware/transport/hid.ts';
import { joinBytes } from '../../../src/base/bytes.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { createLog } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { transportSuite } from '../../support/transport-suite.ts';
import { createFakeHid, type FakeHid, fakeListing } from './hid-fake.ts';

const identity = { vendorId: 0x2b8b, productId: 0x2721 };
const fakes: FakeHid[] = [];

function fakeHid(): FakeHid {
  const fake = createFakeHid();
  fakes.push(fake);
  return fake;
}

afterEach(() => {
  for (const fake of fakes.splice(0)) expect(fake.crashes).toEqual([]);
});

transportSuite('HID, on a stand-in for node-hid', async () => {
  const fake = fakeHid();
  const transport = createHidTransport({ ...identity, clock: systemClock, access: fake.access });
  return {
    transport,
    heard: () => joinBytes(...fake.written.map((report) => report.slice(1))),
    say(bytes) {
      for (let from = 0; from < bytes.length; from += 64) fake.say(bytes.slice(from, from + 64));
    },
    hangUp: async () => fake.unplug(),
    mend: async () => fake.plug(),
    end: () => transport.close(),
  };
});

async function opened(more: Partial<HidOptions> = {}) {
  const clock = createManualClock();
  const fake = fakeHid();
  const logged: string[] = [];
  const log = createLog((line) => logged.push(line), clock);
  const transport = createHidTransport({ ...identity, clock, log, access: fake.access, ...more });
  async function open() {
    const opening = transport.open();
    await clock.advance(10);
    return opening;
  }
  const first = await open();
  return { clock, fake, transport, open, first, logged };
}

describe('HID transport', () => {
  test('puts the report id in front: 00 where reports have no numbers', async () => {
    const { clock, fake, transport } = await opened();
    const sending = transport.send(Uint8Array.of(0xaa, 0x96));
    await clock.advance(10);
    expect(await sending).toEqual(ok());
    expect(fake.written).toEqual([Uint8Array.of(0, 0xaa, 0x96)]);
    const numbered = await opened({ reportId: 4 });
    void numbered.transport.send(Uint8Array.of(1));
    await numbered.clock.advance(10);
    expect(numbered.fake.written).toEqual([Uint8Array.of(4, 1)]);
  });

  test('gives each input report as one piece', async () => {
    const { fake, transport } = await opened();
    const reports: Uint8Array[] = [];
    transport.onBytes((bytes) => reports.push(bytes));
    fake.say(new Uint8Array(64).fill(1));
    fake.say(new Uint8Array(64).fill(2));
    expect(reports.map((report) => [report.length, report[0]])).toEqual([
      [64, 1],
      [64, 2],
    ]);
  });

  test('looks for the device by its identity at each opening', async () => {
    const { clock, fake, transport, open } = await opened({ serialNumber: 'B', usagePage: 0x8c });
    expect(transport.isOpen()).toBe(false);
    const mine = { ...fakeListing, serialNumber: 'B', usagePage: 0x8c, path: '/dev/hidraw7' };
    const others = [
      { ...mine, vendorId: 1 },
      { ...mine, productId: 1 },
      { ...mine, serialNumber: 'A' },
      { ...mine, usagePage: 1 },
    ];
    fake.plug(others);
    expect(await open()).toEqual(failed('notFound'));
    fake.plug([...others, mine]);
    expect(await open()).toEqual(ok());
    fake.unplug();
    await clock.advance(10);
    expect(transport.isOpen()).toBe(false);
    fake.plug([{ ...mine, path: '/dev/hidraw9' }]);
    expect(await open()).toEqual(ok());
    expect(transport.description).toBe('hid 2b8b:2721 B');
  });

  test('a write that is not taken in time closes the link, and nothing is opened before it has ended', async () => {
    const { clock, fake, transport, open, logged } = await opened();
    let closings = 0;
    transport.onClosed(() => {
      closings += 1;
    });
    fake.stick();
    const sending = transport.send(Uint8Array.of(1));
    await clock.advance(2_100);
    expect(await sending).toEqual(failed('stuck'));
    expect(closings).toBe(1);
    expect(logged.some((line) => line.includes('hid write stuck'))).toBe(true);
    const opening = open();
    await clock.advance(1_000);
    expect(fake.opened()).toBe(1);
    fake.unstick();
    await clock.advance(10);
    expect(await opening).toEqual(ok());
    expect(fake.closed()).toBe(1);
  });

  test('a device that never lets go is opened anew after the time in which the kernel gives up', async () => {
    const { clock, fake, transport } = await opened();
    fake.stick();
    void transport.send(Uint8Array.of(1));
    await clock.advance(2_100);
    const opening = transport.open();
    await clock.advance(6_100);
    expect(await opening).toEqual(ok());
  });

  test('a failed write closes the link at once', async () => {
    const { clock, fake, transport } = await opened();
    fake.unplug();
    const sending = transport.send(Uint8Array.of(1));
    await clock.advance(10);
    expect(await sending).toEqual(failed('lost'));
    expect(transport.isOpen()).toBe(false);
    expect(await transport.send(Uint8Array.of(2))).toEqual(failed('notOpen'));
    expect(fake.written).toEqual([]);
  });

  test('a device that goes away while it is opened does not count as open', async () => {
    const clock = createManualClock();
    const fake = fakeHid();
    const transport = createHidTransport({ ...identity, clock, access: fake.access });
    const opening = transport.open();
    await Promise.resolve().then(() => Promise.resolve());
    while (fake.opened() === 0) await Promise.resolve();
    fake.unplug();
    await clock.advance(10);
    expect(await opening).toEqual(failed('lost'));
    expect(fake.closed()).toBe(1);
  });

  test('closing right after opening waits for the opening', async () => {
    const clock = createManualClock();
    const fake = fakeHid();
    const transport = createHidTransport({ ...identity, clock, access: fake.access });
    const opening = transport.open();
    const closing = transport.close();
    await clock.advance(10);
    expect(await opening).toEqual(ok());
    await closing;
    expect(transport.isOpen()).toBe(false);
    expect(fake.closed()).toBe(1);
  });

  test.each([
    ['cannot open device with path /dev/hidraw0: Permission denied', 'notAllowed'],
    ['cannot open device: Device or resource busy', 'inUse'],
    ['libusb-1.0.so.0: cannot open shared object file', 'notFound'],
  ] as const)('%s: %s, logged once', async (why, problem) => {
    const { clock, fake, transport, open, logged } = await opened();
    const closing = transport.close();
    await clock.advance(10);
    await closing;
    fake.refuse(why);
    expect(await open()).toEqual(failed(problem));
    expect(await open()).toEqual(failed(problem));
    expect(logged.filter((line) => line.includes('did not open')).length).toBe(1);
  });
});

describe('listing', () => {
  test('tells what each way in is, without its path', async () => {
    const fake = fakeHid();
    expect(await listHidDevices(fake.access)).toEqual(
      ok([
        {
          vendorId: 0x2b8b,
          productId: 0x2721,
          serialNumber: undefined,
          product: 'reader',
          usagePage: 0xff00,
          usage: 1,
          interface: 0,
        },
      ]),
    );
  });

  test('the real node-hid lists what there is, or the missing system library is named', async () => {
    const listed = await listHidDevices();
    if (listed.ok) expect(Array.isArray(listed.value)).toBe(true);
    else expect(listed.problem).toContain('libusb-1.0.so.0');
  });

  test('the real node-hid does not find a device that is not there', async () => {
    const transport = createHidTransport({ vendorId: 0xffff, productId: 0xffff, clock: systemClock });
    expect(await transport.open()).toEqual(failed('notFound'));
    await transport.close();
  });
});
