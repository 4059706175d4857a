// Every known frame: good ones are told for what they are, bad ones refused for the right reason.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeCard, encodeCardText } from '../../../hardware/drivers/card-reader-sam/card.ts';
import { decodeIdCard } from '../../../hardware/drivers/card-reader-sam/decode.ts';
import type { Side } from '../../../hardware/drivers/card-reader-sam/frames.ts';
import {
  command,
  commandName,
  createReplyDeframer,
  encodeCommand,
  encodeReply,
  readCardBlocks,
  writeCardBlocks,
} from '../../../hardware/drivers/card-reader-sam/protocol.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { certain } from '../../../src/base/result.ts';

interface Vector {
  readonly name: string;
  readonly from: Side;
  readonly meaning: string;
  /** What is told of each piece, e.g. `status 90`, `command find`, `noise 4`, `checksum 11`. */
  readonly expect: readonly string[];
  readonly hex: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/id-card-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

function bytesOf(name: string): Uint8Array {
  const vector = certain(
    vectors.find((candidate) => candidate.name === name),
    name,
  );
  const bytes = fromHex(vector.hex);
  if (!bytes.ok) throw new Error(`${name} is not hex`);
  return bytes.value;
}

function summary(frame: ReturnType<typeof decodeIdCard>[number]): string {
  if (!frame.ok) return `${frame.problem} ${String(frame['bytes'])}`;
  return `${frame.kind} ${String(frame.kind === 'command' ? frame['command'] : frame['status'])}`;
}

test('there are 83 vectors', () => {
  expect(vectors.length).toBe(83);
});

test.each(vectors)('$name: $meaning', ({ name, from, expect: expected }) => {
  expect(decodeIdCard(bytesOf(name), { from }).map(summary)).toEqual(expected);
});

describe('encoding gives the same bytes', () => {
  const commands = vectors.filter((vector) => vector.name.startsWith('cmd-'));
  test.each(commands)('$name', ({ name, expect: [told] }) => {
    const code = Object.entries(command).find(([known]) => `command ${known}` === told)?.[1];
    const data = name === 'cmd-set-max-rf-80' ? Uint8Array.of(0x50) : undefined;
    expect(toHex(encodeCommand(certain(code, 'a known command'), data))).toBe(toHex(bytesOf(name)));
    expect(commandName(certain(code, 'a known command'))).toBe(told?.slice('command '.length));
  });

  const replies = vectors.filter((vector) => vector.name.startsWith('rsp-') && vector.expect.length === 1);
  test.each(replies)('$name', ({ name }) => {
    const [reply] = createReplyDeframer().push(bytesOf(name));
    const { status, data, sw1, sw2 } = certain(reply, 'a reply');
    if (sw1 === 0 && sw2 === 0) expect(toHex(encodeReply(status, data))).toBe(toHex(bytesOf(name)));
    else expect([sw1, sw2, status]).toEqual([0x69, 0x82, 0x41]);
  });

  const cards = vectors.filter((vector) => vector.expect[0] === 'card 90');
  test.each(cards)('$name, parsed to a card and written back', ({ name }) => {
    const [reply] = createReplyDeframer().push(bytesOf(name));
    const blocks = readCardBlocks(certain(reply, 'a reply').data);
    if (!blocks.ok) throw new Error('no blocks');
    const card = decodeCard(blocks.value.text, blocks.value.photo);
    if (!card.ok) throw new Error(card.problem);
    const fingerprints = name.startsWith('rsp-30-10') ? blocks.value.fingerprints : undefined;
    const data = writeCardBlocks(encodeCardText(card.value), card.value.photo, fingerprints);
    expect(toHex(encodeReply(0x90, data))).toBe(toHex(bytesOf(name)));
  });
});

describe('what is told of a card', () => {
  const told = (name: string, unmasked: boolean) => decodeIdCard(bytesOf(name), { unmasked })[0];
  const resident = {
    kind: 'resident',
    name: '测试甲',
    sex: 'female',
    nation: '01',
    birth: '1949-12-31',
    address: '北京市朝阳区测试路一号',
    idNumber: '11010519491231002X',
    authority: '北京市公安局朝阳分局',
    validFrom: '2020-01-01',
    validTo: null,
  };

  test('resident card', () => {
    expect(told('rsp-30-01-resident', true)).toEqual({
      ok: true,
      kind: 'card',
      status: '90',
      meaning: 'success',
      fingers: 0,
      card: resident,
      photo: expect.stringMatching(/^574c66007e003200[0-9a-f]{2032}$/),
    });
    expect(told('rsp-30-01-resident', false)).not.toHaveProperty('photo');
  });

  test.each([
    ['rsp-30-10-resident-nofp', 0],
    ['rsp-30-10-resident-onefp', 1],
    ['rsp-30-10-resident-twofp', 2],
  ])('%s: %i fingers', (name, fingers) => {
    expect(told(name, true)).toMatchObject({ fingers, card: resident });
  });

  test('residence permit of Hong Kong, Macao and Taiwan', () => {
    expect(told('rsp-30-01-hmt-J', true)).toMatchObject({
      card: {
        kind: 'hongKongMacaoTaiwan',
        name: '测试乙',
        sex: 'male',
        birth: '1990-01-01',
        address: '广东省深圳市南山区测试路二号',
        idNumber: '810000199001010019',
        authority: '深圳市公安局南山分局',
        validFrom: '2023-06-01',
        validTo: '2028-06-01',
        passNumber: 'H12345678',
        issueCount: '01',
      },
    });
  });

  test('residence card for foreigners of 2017', () => {
    expect(told('rsp-30-01-prc2017-I', true)).toMatchObject({
      card: {
        kind: 'foreigner2017',
        name: '证件样本',
        englishName: 'ZHENGJIAN,YANGBEN',
        sex: 'female',
        idNumber: 'PAK310080010103',
        nationality: 'PAK',
        birth: '1980-01-01',
        validFrom: '2023-08-08',
        validTo: '2033-08-07',
        authority: '1500',
      },
    });
  });

  test('residence card for foreigners of 2023, with its number from before', () => {
    expect(told('rsp-30-01-prc2023-Y', true)).toMatchObject({
      card: {
        kind: 'foreigner2023',
        name: '证件样本',
        englishName: 'ZHENGJIAN, YANGBEN',
        sex: 'female',
        issueCount: '00',
        idNumber: '931586198001010028',
        nationality: 'PAK',
        birth: '1980-01-01',
        validFrom: '2023-08-08',
        validTo: '2033-08-07',
        formerNumber: 'PAK310080010103',
      },
    });
  });

  test('is masked unless asked otherwise', () => {
    expect(told('rsp-30-01-resident', false)).toMatchObject({
      card: {
        name: '测**',
        idNumber: '110***********002X',
        birth: '****-**-**',
        address: '北**********',
        nation: '01',
        validTo: null,
      },
    });
    expect(told('rsp-30-01-hmt-J', false)).toMatchObject({ card: { passNumber: 'H******78' } });
    expect(told('rsp-30-01-prc2023-Y', false)).toMatchObject({
      card: { englishName: 'Z*****************', idNumber: '931***********0028', formerNumber: 'PAK********0103' },
    });
    expect(decodeIdCard(bytesOf('rsp-30-03-70'))[0]).toMatchObject({ addresses: ['上**********'] });
    expect(decodeIdCard(bytesOf('rsp-30-05-28'))[0]).toMatchObject({ chipNumber: '*'.repeat(56) });
  });

  test('additional addresses leave out the records never used', () => {
    const address = '上海市黄浦区测试路三号';
    expect(told('rsp-30-03-70', true)).toMatchObject({ addresses: [address] });
    expect(told('rsp-30-03-280', true)).toMatchObject({ addresses: [address] });
  });

  test('number of the module, in the form printed on it', () => {
    expect(told('rsp-sam-id-synthetic', false)).toMatchObject({ samId: '05.01-20250101-0001234567-0987654321' });
  });

  test('status of the card, when the module passes one through', () => {
    expect(told('rsp-err-69-82-41', false)).toMatchObject({ status: '41', cardStatus: '6982' });
  });
});
