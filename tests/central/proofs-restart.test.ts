// The register of proofs over restarts: what was kept before there was one is in it, once, and codes outlive an address.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seedSynthetic } from '../../src/central/synthetic.ts';
import type { ProofsAnswer } from '../../src/contract/admin.ts';
import { syntheticPeople } from '../../src/contract/synthetic-people.ts';
import { openDatabaseOf } from './database-under-test.ts';
import { tablesOf } from './folder.ts';
import { createTestOffice, type TestOffice } from './kiosk-client.ts';
import { adminToken, startedCentral } from './started-central.ts';

async function during<Value>(dataFolder: string, work: (at: { url: string; office: TestOffice }) => Promise<Value>) {
  const central = await startedCentral({ dataFolder });
  try {
    return await work({ url: central.url, office: createTestOffice({ url: central.url, adminToken }) });
  } finally {
    await central.close();
  }
}

it('takes up the proofs of an older central and keeps no code readable in any table', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'nighthall-proofs-'));
  const citizens = syntheticPeople.filter(({ role }) => role === 'citizen');
  const idNumber = citizens[0]?.idNumber;
  const fetched = async (office: TestOffice) => {
    const { kiosk } = await office.joined();
    const { person } = await office.post<{ person: string }>('people', { idNumber, name: citizens[0]?.name });
    const document = `proof-${citizens[0]?.id}`;
    const answer = await kiosk.request('POST', '/kiosk/v1/document', { person, document });
    return answer.body['document'] as { readonly verificationCode: string; readonly link: string };
  };
  const verdict = async (url: string, code: string) => {
    const response = await fetch(`${url}/verify/${code}`, { headers: { accept: 'application/json' } });
    return ((await response.json()) as { readonly verdict: string }).verdict;
  };
  try {
    const before = await during(dataFolder, async ({ url, office }) => {
      await seedSynthetic({ url, adminToken, kiosk: 'hall-1' });
      return fetched(office);
    });
    const tables = JSON.stringify(await tablesOf(dataFolder));
    expect(tables).not.toContain(before.verificationCode);
    expect(tables).not.toContain(before.verificationCode.replaceAll('-', ''));

    const database = await openDatabaseOf(dataFolder);
    await database.script(
      "delete from proof_events; delete from proofs; delete from settings where name = 'proofsRegistered'",
    );
    await database.close();

    await during(dataFolder, async ({ url, office }) => {
      const now = await fetched(office);
      expect(now.verificationCode).toBe(before.verificationCode);
      expect(now.link).toBe(`${url}/verify/${now.verificationCode}`);
      expect(await verdict(url, now.verificationCode)).toBe('genuine');
      const { proofs } = await office.get<ProofsAnswer>('proofs');
      expect(proofs).toHaveLength(citizens.length);
      await office.post('proofs/void', { id: `proof-${citizens[0]?.id}`, why: 'noLongerTrue' });
    });
    await during(dataFolder, async ({ url, office }) => {
      expect(await seedSynthetic({ url, adminToken, kiosk: 'hall-1' })).toEqual({ ok: true, value: { added: 0 } });
      expect(await verdict(url, before.verificationCode)).toBe('void');
      expect((await office.get<ProofsAnswer>('proofs')).proofs).toHaveLength(citizens.length);
    });
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
});
