// Freshness (G19): how soon a kiosk that waits for news has the right that a deposit leads to, with a thousand kiosks that
// listen to the same process over streams.

import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { Agent, get } from 'node:http';
import { requestText, signatureHeaders } from '../../../src/contract/signing.ts';
import { cellIdOf } from '../../../src/core/cell.ts';
import { itemIdOf } from '../../../src/core/item.ts';
import { personKeyOf } from '../../../src/core/person.ts';
import { createTestKiosk, createTestOffice } from '../../central/kiosk-client.ts';
import { adminToken, type StartedCentral } from '../../central/started-central.ts';
import { msText, percentile } from '../figures.ts';
import { atMost, type Goal, type Scale } from '../goals.ts';

const listeners: Readonly<Record<Scale, number>> = { tiny: 3, usual: 1_000, full: 1_000 };
const deposits: Readonly<Record<Scale, number>> = { tiny: 2, usual: 60, full: 400 };
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

/** A stream of news; `onText` gets what comes. Ends when `stop` is called. */
function listen(
  url: string,
  kiosk: string,
  key: KeyObject,
  onText: (text: string) => void,
): { stop: () => void; ready: Promise<void> } {
  const path = '/kiosk/v1/stream?after=0';
  const [time, nonce] = [Date.now(), randomUUID()];
  const bodyHash = createHash('sha256').update('').digest('hex');
  const signature = sign(null, Buffer.from(requestText({ kiosk, method: 'GET', path, time, nonce, bodyHash })), key);
  const headers = {
    [signatureHeaders.kiosk]: kiosk,
    [signatureHeaders.time]: String(time),
    [signatureHeaders.nonce]: nonce,
    [signatureHeaders.signature]: signature.toString('base64'),
  };
  let stop: () => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    const request = get(`${url}${path}`, { headers, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
      response.setEncoding('utf8').on('data', (text: string) => {
        resolve();
        onText(text);
      });
      response.on('error', () => undefined);
    });
    request.on('error', reject);
    stop = () => request.destroy();
  });
  ready.catch(() => undefined);
  return { ready, stop: () => stop() };
}

export async function benchFreshness(
  central: StartedCentral,
  { scale, say }: { readonly scale: Scale; readonly say: (line: string) => void },
): Promise<readonly Goal[]> {
  const { url } = central;
  const office = createTestOffice({ url, adminToken });
  const idNumber = '440524188001010014';
  await office.post('people', { idNumber, name: '李四', phone: '00000000002' });
  const figure = async (name: string) => {
    const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${adminToken}` } })).text();
    return Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  const memory = 'process_resident_memory_bytes';
  const before = await figure(memory);
  const open: (() => void)[] = [];
  const count = listeners[scale];
  try {
    for (let index = 0; index < count; index += 1) {
      const kiosk = `idle-${randomUUID().slice(0, 8)}`;
      const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk });
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
      await fetch(`${url}/kiosk/v1/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, kiosk, publicKey: raw, software: 'bench' }),
      });
      const { ready, stop } = listen(url, kiosk, privateKey, () => undefined);
      open.push(stop);
      await ready;
    }
    const listening = await figure('nighthall_listening');
    const each = ((await figure(memory)) - before) / count / 1024;

    const kiosk = createTestKiosk({ url, kiosk: `fresh-${randomUUID().slice(0, 8)}` });
    const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: kiosk.kiosk });
    await kiosk.enrol(code);
    const times: number[] = [];
    for (let index = 0; index < deposits[scale]; index += 1) {
      const title = { zh: '营业执照', en: 'Business licence' };
      const body = { kiosk: kiosk.kiosk, idNumber, title, caseNumber: `B-${index}`, size: 'small' };
      const { id } = await office.post<{ id: string }>('items', body);
      // Each item is three pieces of news: it is expected, the right, the code.
      const waiting = kiosk.news(index * 3 + 1, 60_000);
      const by = personKeyOf('5'.repeat(64));
      const from = performance.now();
      await kiosk.send([
        kiosk.message({ is: 'itemDeposited', item: itemIdOf(id), cell: cellIdOf(`A${10 + (index % 80)}`), by }),
      ]);
      await waiting;
      times.push(performance.now() - from);
    }
    const delay = 1_000 * (await figure('nighthall_event_loop_delay_seconds{quantile="0.99"}'));
    say(`Freshness: ${listening} kiosks listen to one process, ${each.toFixed(1)} kB each`);
    say(
      `  from a deposit to its right: p50 ${msText(percentile(times, 0.5))}, p99 ${msText(percentile(times, 0.99))}; event loop late p99 ${msText(delay)}`,
    );
    return [
      atMost(
        {
          id: 'G19.p99',
          what: 'ms from a deposit to its right at the kiosk that waits for it, p99',
          value: percentile(times, 0.99),
        },
        150,
      ),
      atMost({ id: 'G19.missing', what: `kiosks of ${count} whose stream is not there`, value: count - listening }, 0),
      atMost({ id: 'G19.memory', what: 'kB of central for each kiosk that listens', value: each }, 100),
    ];
  } finally {
    for (const stop of open) stop();
  }
}
