// One made-up card of each kind. The numbers are the worked examples of the standards and of official notices.

import type { Card } from '../../hardware/classes/card-reader.ts';

const photo = Uint8Array.from({ length: 1024 }, (_, index) => (index * 7) % 256);
photo.set([0x57, 0x4c, 0x66, 0, 0x7e, 0, 0x32, 0]);

export const specimenCard = {
  resident: {
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
    photo,
  },
  hongKongMacaoTaiwan: {
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
    photo,
  },
  foreigner2017: {
    kind: 'foreigner2017',
    name: '证件样本',
    englishName: 'ZHENGJIAN,YANGBEN',
    sex: 'female',
    birth: '1980-01-01',
    idNumber: 'PAK310080010103',
    nationality: 'PAK',
    authority: '1500',
    validFrom: '2023-08-08',
    validTo: '2033-08-07',
    photo,
  },
  foreigner2023: {
    kind: 'foreigner2023',
    name: '证件样本',
    englishName: 'ZHENGJIAN, YANGBEN',
    sex: 'female',
    issueCount: '00',
    birth: '1980-01-01',
    idNumber: '931586198001010028',
    nationality: 'PAK',
    formerNumber: 'PAK310080010103',
    validFrom: '2023-08-08',
    validTo: '2033-08-07',
    photo,
  },
} as const satisfies Record<string, Card>;
