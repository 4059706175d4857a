// Wrong frames and refused orders of the codecs without a driver, each for its own reason.

import { describe, expect, it } from 'vitest';
import { bytesOf, codecs, vectors } from './codec-table.ts';

function codec(name: string) {
  const found = codecs.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no codec ${name}`);
  return found;
}

function told(name: string, hex: string, from?: 'host' | 'device') {
  return codec(name).decode(bytesOf(hex), { from });
}

function refusal(name: string, value: object): string {
  const made = codec(name).encode(value);
  return made.ok ? 'made' : made.problem;
}

describe('a published frame that is wrong', () => {
  it.each(vectors.filter(({ invalid }) => invalid === true))('$name is refused: $meaning', ({ protocol, hex }) => {
    expect(told(protocol, hex, 'host')).toEqual([
      { ok: false, from: 'host', hex: hex.toLowerCase(), problem: 'wrongChecksum' },
    ]);
  });

  it('is the only one of its kind here', () => {
    expect(vectors.filter(({ invalid }) => invalid === true).map(({ name }) => name)).toEqual(['bad_detect_addr64']);
  });
});

describe('a wrong value under right check bytes', () => {
  it.each([
    ['5a5a', '5a5a0000000400010005', 'lock 0'],
    ['5a5a', '5a5a0020000400010124', 'board 32'],
    ['dc02', 'dc0201100100 12', 'lock 0'],
    ['dc02', 'dc020012 0012', 'board 0'],
    ['qianming-5a', '5a2100007b', 'box 0'],
    ['winnsen-90', '900605010003', 'lock 0'],
    ['winnsen-90', '90078501010303', 'a result nobody knows'],
    ['osdp', '53E507002140 60', 'a control bit nobody knows'],
  ])('%s %s: %s', (name, hex) => {
    expect(told(name, hex)).toMatchObject([{ ok: false, problem: 'wrongValue' }]);
  });

  it('an end byte or a parity bit counts as a checksum', () => {
    expect(told('winnsen-90', '900605010104')).toMatchObject([{ ok: false, problem: 'wrongChecksum' }]);
    expect(told('wiegand26', '6a0dc080')).toMatchObject([{ ok: false, problem: 'wrongChecksum' }]);
    // The next card is read from its own four bytes.
    expect(told('wiegand26', '6a0dc080 8b351b80')).toMatchObject([
      { ok: false },
      { ok: true, facility: 22, card: 27191 },
    ]);
  });
});

describe('what would open several locks or hold one', () => {
  it.each([
    ['dc02', 'openAll', 'dc020114 0015'],
    ['dc02', 'openInTurn', 'dc020115020007 1f'],
    ['dc02', 'openTogether', 'dc020118020007 22'],
    ['dc02', 'output', 'dc020116020101 1b'],
    ['dc02', 'outputs', 'dc02011a020007 24'],
  ])('%s %s is explained and never made', (name, kind, hex) => {
    const [frame] = told(name, hex);
    expect(frame).toMatchObject({ ok: true, from: 'host', kind });
    expect(refusal(name, frame ?? {})).toMatch(/^"\w+" (opens several locks|leaves current)/);
  });

  it.each([
    'YT+OPENLOCK=1,1-24',
    'YT+OPENLOCK=1,1&2',
    'YT+OUTPUT=1,1,1',
    'YT+OPENLOCK=1,1,500,1,1,200',
    'YT+DEFLOCK?=1',
  ])('yt-ascii %s is told as it stands and never made', (line) => {
    const hex = Buffer.from(`${line}\r\n`).toString('hex');
    const [frame] = told('yt-ascii', hex);
    expect(frame).toMatchObject({ ok: true, from: 'host', kind: 'command' });
    expect(refusal('yt-ascii', frame ?? {})).toContain('several locks');
  });

  it('osdp outputs are no frame to be made, by name or by number', () => {
    expect(refusal('osdp', { kind: 'out', address: 1, sequence: 0, data: '00010000' })).toContain('door strike');
    expect(refusal('osdp', { kind: 'command', code: 0x68, address: 1, sequence: 0 })).toBe(
      '"kind" must be "out" in this frame, not "command"',
    );
  });

  it.each([
    ['5a5a', { kind: 'open', board: 0, lock: 0 }, '"lock" must be a whole number from 1 to 24, not 0'],
    ['winnsen-90', { kind: 'open', station: 1, lock: 0 }, '"lock" must be a whole number from 1 to 16, not 0'],
    ['dc02', { kind: 'open', board: 1 }, '"lock" must be a whole number from 1 to 16 and is missing'],
    ['yt-ascii', { kind: 'open', board: 1, lock: 1, ms: 3001 }, '"ms" must be a whole number from 1 to 3000, not 3001'],
    ['qianming-5a', { kind: 'open', box: '1' }, '"box" must be a whole number from 1 to 65535, not "1"'],
    ['qianming-5a', { kind: 'setRange', first: 9, last: 8 }, '"last" must not be before "first"'],
    ['kerong-scu', { kind: 'open', address: 1.5 }, '"address" must be a whole number from 0 to 255, not 1.5'],
    ['wiegand26', { kind: 'card', facility: 1, card: 2, bits: '0' }, '"bits" must be '],
    ['osdp', { kind: 'poll', address: 1, sequence: 4 }, '"sequence" must be a whole number from 0 to 3, not 4'],
    ['osdp', { kind: 'id', address: 1, sequence: 0, data: 'xyz' }, '"data" must be 0 to 1408 bytes in hex, not "xyz"'],
    ['osdp', { kind: 'id', address: 1, sequence: 0, from: 'device' }, '"from" must be "host" in this frame'],
  ])('%s %j is refused: %s', (name, value, words) => {
    expect(refusal(name, value)).toContain(words);
  });
});

describe('cutting', () => {
  it('takes a QianMing frame by what it is, not by the first byte where the XOR fits', () => {
    // 5A A2 5A A2: header, code and first box have an XOR of zero after four bytes.
    const trap = codec('qianming-5a').encode({ kind: 'doorStates', first: 0x5aa2, last: 0x5aa9, open: [0x5aa2] });
    if (!trap.ok) throw new Error(trap.problem);
    const [one = 0, two = 0, three = 0, four = 0] = trap.value;
    expect(one ^ two ^ three ^ four).toBe(0);
    expect(codec('qianming-5a').decode(trap.value)).toMatchObject([{ ok: true, first: 0x5aa2, open: [0x5aa2] }]);
  });

  it('lets a broken frame give way to a good one that begins inside it', () => {
    // The length byte of the first frame was hit: it seems to reach into the second.
    expect(told('dc02', 'dc0201100601 13 dc020110010113 dc0201120013')).toMatchObject([
      { ok: false, hex: 'dc020110060113', problem: 'wrongChecksum' },
      { ok: true, kind: 'open' },
      { ok: true, kind: 'doors' },
    ]);
    // A line end was lost.
    const glued = Buffer.from('YT+PIYT+PING=1*89A4\r\n').toString('hex');
    expect(told('yt-ascii', glued)).toMatchObject([
      { ok: false, problem: 'wrongValue' },
      { ok: true, kind: 'ping' },
    ]);
  });

  it('tells noise from bytes that nothing begins with', () => {
    expect(told('dc02', 'fafd dc0201120013 9999', 'device')).toMatchObject([
      { ok: false, from: 'device', hex: 'fafd', problem: 'noise' },
      { ok: true, from: 'host', kind: 'doors' },
      { ok: false, hex: '9999', problem: 'unknownHeader' },
    ]);
  });

  it('tells the answer of a single-lock controller only when it is no order or is said to come from the lock', () => {
    expect(told('kerong-scu', 'f501001000 5f 65 01')).toMatchObject([
      { from: 'device', kind: 'answer', address: 1, done: true, closed: true },
    ]);
    expect(told('kerong-scu', 'f5010071005fc600')).toMatchObject([{ from: 'host', kind: 'open' }]);
    expect(told('kerong-scu', 'f5010071005fc600', 'device')).toMatchObject([{ kind: 'answer', done: false }]);
  });

  it('shows a secured OSDP message without reading it', () => {
    const secured = { kind: 'raw', address: 1, sequence: 2, securityBlock: '18', data: 'aabb', mac: '01020304' };
    const made = codec('osdp').encode(secured);
    expect(made.ok && codec('osdp').decode(made.value)).toMatchObject([{ ok: true, ...secured }]);
    expect(refusal('osdp', { ...secured, mac: undefined })).toContain('"mac"');
  });
});
