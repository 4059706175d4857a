// TCP lines as they really fail: nobody there, nobody reading, a second computer on the same line.

import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createTcpTransport } from '../../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../../hardware/transport/tcp-wire.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { certain, failed, ok } from '../../../src/base/result.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createEar } from '../../support/transport-suite.ts';
import { until } from '../../support/until.ts';

test('a second computer takes the line over from the first', async () => {
  const ear = createEar();
  const server = await serveTcpWire({ onWire: ear.listen });
  const options = { host: '127.0.0.1', port: server.port, clock: systemClock };
  const first = createTcpTransport(options);
  const second = createTcpTransport(options);
  expect(await first.open()).toEqual(ok());
  expect(await second.open()).toEqual(ok());
  await until(() => !first.isOpen(), 'the first to be put off');
  expect(second.isOpen()).toBe(true);
  await second.send(Uint8Array.of(3));
  await until(() => ear.heard().length > 0, 'the byte of the second');
  expect(ear.heard()).toEqual(Uint8Array.of(3));
  await second.close();
  await server.close();
});

test('a device that reads nothing makes it stuck, and the line is closed', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.pause();
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = certain(server.address(), 'an address');
  if (typeof address === 'string') throw new Error('no port');
  const clock = createManualClock();
  const transport = createTcpTransport({ host: '127.0.0.1', port: address.port, clock });
  await transport.open();
  const sends = Array.from({ length: 8 }, () => transport.send(new Uint8Array(4_000_000)));
  await clock.advance(5_000);
  expect((await Promise.all(sends)).at(-1)).toEqual(failed('stuck'));
  expect(transport.isOpen()).toBe(false);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('a device that must answer and does not has its connection reset, so that nothing is delivered late', async () => {
  const ear = createEar();
  const server = await serveTcpWire({ onWire: ear.listen });
  const clock = createManualClock();
  const transport = createTcpTransport({ host: '127.0.0.1', port: server.port, clock, answerMs: 2_000 });
  let closings = 0;
  let heard = 0;
  transport.onClosed(() => {
    closings += 1;
  });
  transport.onBytes(() => {
    heard += 1;
  });
  await transport.open();
  await transport.send(Uint8Array.of(1));
  await until(() => ear.heard().length === 1, 'the request');
  ear.say(Uint8Array.of(2));
  await until(() => heard > 0, 'the answer');
  await clock.advance(10_000);
  expect(transport.isOpen()).toBe(true);
  await transport.send(Uint8Array.of(3));
  await clock.advance(1_000);
  await transport.send(Uint8Array.of(4));
  await clock.advance(1_000);
  expect(transport.isOpen()).toBe(false);
  expect(closings).toBe(1);
  expect(await transport.open()).toEqual(ok());
  await clock.advance(10_000);
  expect(transport.isOpen()).toBe(true);
  await transport.close();
  await server.close();
});

test('an address that never answers is given up, and close does not wait for it', async () => {
  const clock = createManualClock();
  // 192.0.2.0/24 is set aside for documentation (RFC 5737): where there is a way to it at all, nobody answers.
  const transport = createTcpTransport({ host: '192.0.2.1', port: 9, clock });
  const opening = transport.open();
  await clock.advance(3_000);
  expect((await opening).ok).toBe(false);
  const again = transport.open();
  await transport.close();
  expect((await again).ok).toBe(false);
  expect(transport.isOpen()).toBe(false);
});

test('a port that is taken is told when a wire is served', async () => {
  const server = await serveTcpWire({ onWire: () => () => undefined });
  await expect(serveTcpWire({ port: server.port, onWire: () => () => undefined })).rejects.toThrow('EADDRINUSE');
  await server.close();
});
