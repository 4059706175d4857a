// Central is killed at one moment after another between a deposit and the answer of the gateway: one message for each deposit.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SmsAnswer } from '../../src/contract/admin.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { missingForPostgres, type RealPostgres, startPostgres } from '../support/postgres.ts';
import { type CentralProcess, killAllCentrals, runCentral } from './central-process.ts';
import { createTestKiosk, createTestOffice, eventually } from './kiosk-client.ts';
import { adminToken } from './started-central.ts';

describe.skipIf(missingForPostgres !== undefined)(
  `a kill before the gateway answers ${missingForPostgres ?? ''}`,
  () => {
    let folder = '';
    let postgres: RealPostgres;
    /** How often the gateway was asked for each id. */
    const asked = new Map<string, number>();
    /** Called when it was asked, before it answers. */
    let onAsked: () => void = () => undefined;
    const gateway = createServer(async (request, response) => {
      for await (const _piece of request);
      const id = String(request.headers['idempotency-key']);
      asked.set(id, (asked.get(id) ?? 0) + 1);
      onAsked();
      response.end('{}');
    });
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'nighthall-sms-kill-'));
      await writeFile(join(folder, 'token'), adminToken);
      await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`;
      await writeFile(join(folder, 'gateway.json'), JSON.stringify({ sms: { url, body: { to: '{phone}' } } }), {
        mode: 0o600,
      });
      postgres = await startPostgres();
    });
    afterAll(async () => {
      killAllCentrals();
      gateway.closeAllConnections();
      gateway.close();
      await postgres?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('leaves one message for each deposit', { timeout: 300_000 }, async () => {
      const databaseUrl = await postgres.database();
      const start = () =>
        runCentral(
          [
            ...['--data', join(folder, 'data'), '--admin-token-file', join(folder, 'token')],
            ...['--mode', 'production', '--sms-gateway', join(folder, 'gateway.json')],
          ],
          { databaseUrl },
        );
      let central: CentralProcess = start();
      let { url } = await central.ready;
      let office = createTestOffice({ url, adminToken });
      await office.post('people', { idNumber: '440524188001010014', name: '李四', phone: '00000000002' });
      let kiosk = createTestKiosk({ url, kiosk: 'hall-1' });
      await kiosk.enrol((await office.post<{ code: string }>('kiosks/codes', { kiosk: 'hall-1' })).code);
      // Milliseconds after the deposit went out; undefined: when the gateway has the message and has not answered yet.
      const moments = [0, 20, 60, 120, 250, undefined, undefined];
      for (const [index, after] of moments.entries()) {
        const title = { zh: '营业执照', en: 'Business licence' };
        const item = {
          kiosk: 'hall-1',
          idNumber: '440524188001010014',
          title,
          caseNumber: `YZ-${index}`,
          size: 'small',
        };
        const { id } = await office.post<{ id: string }>('items', item);
        const by = personKeyOf('5'.repeat(64));
        const deposit = kiosk.message({
          is: 'itemDeposited',
          item: itemIdOf(id),
          cell: cellIdOf(`A0${index + 1}`),
          by,
        });
        const killed = new Promise<void>((resolve) => {
          const kill = () => {
            central.child.kill('SIGKILL');
            onAsked = () => undefined;
            resolve();
          };
          if (after === undefined) onAsked = kill;
          else setTimeout(kill, after);
        });
        // Its answer may never come.
        const sending = kiosk.send([deposit]).catch(() => undefined);
        await killed;
        await Promise.all([sending, central.ended]);
        central = start();
        url = (await central.ready).url;
        office = createTestOffice({ url, adminToken });
        kiosk = kiosk.movedTo(url);
        expect(await kiosk.send([deposit])).toMatchObject({ acknowledged: index + 1, parked: [] });
      }
      const sms = await eventually(async () => {
        const all = (await office.get<SmsAnswer>('sms')).sms;
        return all.every(({ state }) => state === 'sent') ? all : undefined;
      });
      expect(sms).toHaveLength(moments.length);
      // A gateway delivers one id once: those that were asked for twice were on their way when central died.
      expect([...asked.keys()].sort()).toEqual(sms.map(({ id }) => id).sort());
      expect([...asked.values()].some((times) => times > 1)).toBe(true);
      central.child.kill('SIGTERM');
      expect(await central.ended).toBe(0);
    });
  },
);
