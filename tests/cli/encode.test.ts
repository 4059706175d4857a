// nighthall encode: frames from JSON, and what it says when the JSON is not one.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codecs } from '../../src/cli/codecs.ts';

const command = join(resolve(import.meta.dirname, '../..'), 'src/cli/nighthall.ts');

function nighthall(args: readonly string[], input = '') {
  const run = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', input });
  return { code: run.status, out: run.stdout, sentence: run.stderr.split('\n')[0] };
}

describe('nighthall encode', () => {
  it('prints the bytes of one frame', () => {
    expect(nighthall(['encode', 'lock-8a', '{"kind":"query","board":1,"channel":24}'])).toMatchObject({
      code: 0,
      out: '80011833aa\n',
    });
    expect(nighthall(['encode', 'id-card', '{"kind":"command","command":"find"}'])).toMatchObject({
      code: 0,
      out: 'aaaaaa96690003200122\n',
    });
  });

  it('reads one value over several lines, or one a line, from standard input', () => {
    expect(nighthall(['encode', 'dc02', '-'], '{\n  "kind": "doors",\n  "board": 1\n}\n').out).toBe('dc0201120013\n');
    const two = '{"kind":"doors","board":1}\r\n\n{"kind":"open","board":1,"lock":1}\n';
    expect(nighthall(['encode', 'dc02', '-'], two).out).toBe('dc0201120013\ndc020110010113\n');
  });

  it('takes what decode prints', () => {
    const hex = 'ff53650900046100d97a';
    const told = nighthall(['decode', 'osdp', hex]).out;
    expect(nighthall(['encode', 'osdp', '-'], told)).toMatchObject({ code: 0, out: `${hex}\n` });
  });

  it('goes there and back with every protocol that has published frames here', () => {
    const vectors = JSON.parse(
      readFileSync(new URL('../fixtures/codec-vectors.json', import.meta.url), 'utf8'),
    ) as readonly { readonly protocol: string; readonly hex: string; readonly invalid?: boolean }[];
    for (const name of new Set(vectors.map(({ protocol }) => protocol))) {
      const good = vectors.filter(({ protocol, invalid }) => protocol === name && invalid !== true);
      const told = nighthall(['decode', name, '-'], good.map(({ hex }) => hex).join('\n'));
      expect(told.code).toBe(0);
      const made = nighthall(['encode', name, '-'], told.out);
      expect(made.out).toBe(good.map(({ hex }) => `${hex.toLowerCase()}\n`).join(''));
    }
  });
});

describe('a wrong call of encode', () => {
  it.each([
    [[], '', 'KIND is one of '],
    [['open-all', '{}'], '', 'not "open-all"'],
    [['escpos-status', '{}'], '', 'kind: Invalid'],
    [['nut', '{"kind":"password","from":"host"}'], '', 'kind: Invalid'],
    [['scanner-7e00', '{"kind":"zoneWrite","address":70000,"data":"01","checksum":"skipped"}'], '', 'address: '],
    [['lock-8a'], '', 'encode needs a JSON object, or - '],
    [['lock-8a', '{"kind":'], '', 'that is not JSON; a frame is an object such as {"kind": …}'],
    [['lock-8a', '7'], '', 'a frame is a JSON object'],
    [
      ['lock-8a', '{"kind":"unlock","board":1,"channel":0}'],
      '',
      '"channel" must be a whole number from 1 to 255, not 0',
    ],
    [['lock-8a', '{"kind":"unlockAll","board":1}'], '', '"unlockAll" opens every lock of a board'],
    [['id-card', '{"ok":false,"problem":"noise","bytes":4}'], '', '"ok" is false: these bytes were no frame'],
    [['dc02', '-'], '\n', 'encode found no JSON on standard input'],
    [
      ['dc02', '-'],
      '{"kind":"doors","board":1}\n{"kind":"doors","board":16}\n',
      'line 2: "board" must be a whole number',
    ],
    [['dc02', '-'], '{"kind":"doors","board":1}\nnonsense\n', 'line 2: that is not JSON'],
  ] as const)('encode %j with %j on standard input: %s', (args, input, words) => {
    const { code, out, sentence } = nighthall(['encode', ...args], input);
    expect(sentence).toContain(words);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('does not repeat what may be a name', () => {
    const { code, sentence } = nighthall(['encode', 'id-card', '{"kind":"card","card":{"name":"测试甲}']);
    expect(code).toBe(2);
    expect(sentence).not.toContain('测试');
  });
});

describe('scanners, power supplies and printers', () => {
  const files = ['scanner', 'nut'].map((name) =>
    readFileSync(new URL(`../fixtures/${name}-vectors.json`, import.meta.url), 'utf8'),
  );
  const vectors = files.flatMap(
    (file) => JSON.parse(file) as readonly { protocol: string; name: string; direction: string; hex: string }[],
  );
  const names: Readonly<Record<string, string>> = {
    'scanner-newland-unified': 'scanner-newland',
    'nut-3493': 'nut',
  };

  it.each(vectors)('$protocol $name is told and made again', ({ protocol, direction, hex }) => {
    const codec = codecs.find(({ name }) => name === (names[protocol] ?? protocol));
    const from = direction === 'host->device' ? 'host' : 'device';
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    const [frame, ...more] = codec?.decode(bytes, { from, unmasked: true }) ?? [];
    expect([frame?.ok, more.length]).toEqual([true, 0]);
    const made = codec?.encode(frame);
    expect(made?.ok && Buffer.from(made.value).toString('hex')).toBe(hex.toLowerCase());
  });

  it('a printer is asked, and answers', () => {
    expect(nighthall(['encode', 'escpos-status', '{"kind":"statusRequest","n":4}']).out).toBe('100404\n');
    expect(nighthall(['encode', 'escpos-status', '{"kind":"status","byte":"12"}']).out).toBe('12\n');
  });
});

it('every protocol stands once in the table', () => {
  expect(new Set(codecs.map(({ name }) => name)).size).toBe(codecs.length);
});
