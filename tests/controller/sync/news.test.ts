// News from a central that was restored from a backup: the kiosk asks for everything again, once, and never in a tight loop.

import { expect, it } from 'vitest';
import { silentLog } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import type { Central } from '../../../src/controller/sync/central.ts';
import { createNews } from '../../../src/controller/sync/news.ts';

function setUp(cursor: number, answer: (path: string) => unknown) {
  const paths: string[] = [];
  const heard: number[] = [];
  const ask = async ({ path }: { readonly path: string }) => {
    paths.push(path);
    return answer(path);
  };
  const news = createNews({
    central: { ask: ask as unknown as Central['ask'] },
    kiosk: 'hall-1',
    keys: { verifyCentral: () => true },
    cursor,
    now: () => 1,
    log: silentLog,
    deadlineMs: 1_000,
    isStopped: () => false,
    onChange: (place) => {
      heard.push(place);
    },
    onUpToDate: () => undefined,
  });
  return { news, paths, heard };
}

const refused = failed({ is: 'refused', status: 409, detail: 'cursorAhead' });

it('begins again at 0 when central knows less than the kiosk', async () => {
  const change = { is: 'rightRevoked', right: 'r1' };
  const { news, paths, heard } = setUp(9, (path) =>
    path.includes('after=9') ? refused : ok({ news: [{ cursor: 1, change }], serverTime: 1 }),
  );
  expect(await news.once(0)).toEqual(ok('something'));
  expect(await news.once(0)).toEqual(ok('something'));
  expect(paths.map((path) => /after=(\d+)/.exec(path)?.[1])).toEqual(['9', '0']);
  expect(heard).toEqual([1]);
  expect(news.cursor()).toBe(1);
});

it('takes a refusal at 0 for what it is, so that the back-off works', async () => {
  const { news } = setUp(0, () => refused);
  expect(await news.once(0)).toEqual(refused);
});
