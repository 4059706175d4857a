// What every transport promises, as one suite: memory, TCP and serial lines run the same tests.

import { afterEach, describe, expect, test } from 'vitest';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Wire } from '../../hardware/transport/wire.ts';
import { joinBytes } from '../../src/base/bytes.ts';
import { certain, failed, ok } from '../../src/base/result.ts';
import { until } from './until.ts';

export interface TransportRig {
  readonly transport: Transport;
  /** What the device end got so far, over all connections. */
  heard(): Uint8Array;
  /** The device says this to whoever is connected. */
  say(bytes: Uint8Array): void;
  /** Cuts the line from outside. */
  hangUp(): Promise<void>;
  /** Makes the line whole again. */
  mend(): Promise<void>;
  end(): Promise<void>;
}

/** Collects what a device hears on one wire after another. */
export function createEar() {
  const pieces: Uint8Array[] = [];
  let current: Wire | undefined;
  return {
    heard: () => joinBytes(...pieces),
    say: (bytes: Uint8Array) => certain(current, 'a connected wire').send(bytes),
    listen(wire: Wire) {
      current = wire;
      return wire.onBytes((bytes) => pieces.push(bytes));
    },
  };
}

/** Long enough for stray bytes to arrive on a local line. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 60));
const hello = Uint8Array.of(1, 2, 3, 0x11, 0x13, 0xff, 0, 0x0d, 0x0a);

export function transportSuite(kind: string, createRig: () => Promise<TransportRig>): void {
  describe(`transport: ${kind}`, () => {
    let rig: TransportRig | undefined;
    afterEach(async () => {
      await rig?.end();
      rig = undefined;
    });
    async function open(): Promise<TransportRig> {
      rig = await createRig();
      expect(await rig.transport.open()).toEqual(ok());
      return rig;
    }

    test('carries bytes both ways, unchanged and in order', async () => {
      const { transport, heard, say } = await open();
      const received: Uint8Array[] = [];
      transport.onBytes((bytes) => received.push(bytes));
      expect(await transport.send(hello)).toEqual(ok());
      expect(await transport.send(Uint8Array.of(9))).toEqual(ok());
      await until(() => heard().length === 10, 'ten bytes at the device');
      expect(heard()).toEqual(joinBytes(hello, Uint8Array.of(9)));
      const long = Uint8Array.from({ length: 2_321 }, (_, index) => index % 256);
      say(long);
      await until(() => joinBytes(...received).length >= long.length, 'the long answer');
      expect(joinBytes(...received)).toEqual(long);
    });

    test('may be opened twice: it is open once', async () => {
      const { transport, heard } = await open();
      expect(await Promise.all([transport.open(), transport.open()])).toEqual([ok(), ok()]);
      await transport.send(hello);
      await until(() => heard().length > 0, 'bytes at the device');
      await settle();
      expect(heard()).toEqual(hello);
    });

    test('refuses bytes when closed and sends none of them after it was opened', async () => {
      rig = await createRig();
      const { transport, heard } = rig;
      expect(transport.isOpen()).toBe(false);
      expect(await transport.send(hello)).toEqual(failed('notOpen'));
      await transport.open();
      await transport.close();
      expect(await transport.send(hello)).toEqual(failed('notOpen'));
      expect(await transport.open()).toEqual(ok());
      await transport.send(Uint8Array.of(7));
      await until(() => heard().length > 0, 'the byte sent while open');
      await settle();
      expect(heard()).toEqual(Uint8Array.of(7));
    });

    test('tells once that it was closed, and gives nothing to listeners afterwards', async () => {
      const { transport } = await open();
      let closings = 0;
      transport.onClosed(() => {
        closings += 1;
      });
      await transport.close();
      expect(transport.isOpen()).toBe(false);
      await transport.close();
      await settle();
      expect(closings).toBe(1);
    });

    test('tells once of a line that was cut, refuses bytes, and works again when the line is mended', async () => {
      const { transport, heard, hangUp, mend } = await open();
      let closings = 0;
      transport.onClosed(() => {
        closings += 1;
      });
      await hangUp();
      await until(() => !transport.isOpen(), 'the line to be seen as cut');
      expect(await transport.send(hello)).toEqual(failed('notOpen'));
      await settle();
      expect(closings).toBe(1);
      await mend();
      expect(await transport.open()).toEqual(ok());
      await transport.send(Uint8Array.of(5));
      await until(() => heard().length > 0, 'the byte sent after mending');
      await settle();
      expect(heard()).toEqual(Uint8Array.of(5));
      await transport.close();
      expect(closings).toBe(2);
    });

    test('settles every send that is under way when it is closed', async () => {
      const { transport } = await open();
      const sends = Array.from({ length: 20 }, () => transport.send(hello));
      await transport.close();
      const results = await Promise.all(sends);
      for (const result of results) expect(result.ok || result.problem === 'lost').toBe(true);
    });

    test('does not open while there is no device', async () => {
      rig = await createRig();
      await rig.hangUp();
      const result = await rig.transport.open();
      expect(result).toEqual(failed('notFound'));
      expect(rig.transport.isOpen()).toBe(false);
    });
  });
}
