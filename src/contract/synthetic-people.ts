// Synthetic people: who comes to a trial hall. Central seeds them, the simulated hall makes their cards from this list.
// Nobody here exists: the numbers are the worked examples of the standards or made with a birth date before 1910.

export interface SyntheticPerson {
  readonly id: string;
  readonly idNumber: string;
  readonly name: string;
  readonly englishName?: string;
  readonly kind: 'resident' | 'hongKongMacaoTaiwan' | 'foreigner2017' | 'foreigner2023';
  readonly sex: 'male' | 'female';
  /** GB/T 3304 code, two digits; resident cards only. */
  readonly nation?: string;
  /** ISO 3166 alpha-3; foreigners' cards only. */
  readonly nationality?: string;
  /** Pass number of a residence permit for Hong Kong, Macao and Taiwan residents. */
  readonly passNumber?: string;
  /** Two digits: how often the permit or the card was issued. */
  readonly issueCount?: string;
  /** YYYY-MM-DD */
  readonly birth: string;
  /** Empty where the card has none. */
  readonly address: string;
  /** Empty where the card has none; four digits on a residence card of 2017. */
  readonly authority: string;
  /** YYYY-MM-DD */
  readonly validFrom: string;
  /** YYYY-MM-DD, valid through that day; null = 长期. */
  readonly validTo: string | null;
  /** No telephone has such a number. */
  readonly phone: string;
  readonly role: 'citizen' | 'applicant' | 'depositor' | 'technician' | 'stranger';
  /** Of staff only. */
  readonly pin?: string;
  readonly expired?: boolean;
}

const resident = {
  kind: 'resident',
  nation: '01',
  authority: '示例市公安局',
  validFrom: '2016-01-01',
  validTo: null,
} as const;

export const syntheticPeople: readonly SyntheticPerson[] = [
  {
    ...resident,
    id: 'zhang-san',
    idNumber: '11010519491231002X',
    name: '张三',
    sex: 'female',
    birth: '1949-12-31',
    address: '示例省示例市模拟区样本路1号',
    phone: '00000000001',
    role: 'citizen',
  },
  {
    ...resident,
    id: 'li-si',
    idNumber: '440524188001010014',
    name: '李四',
    sex: 'male',
    birth: '1880-01-01',
    address: '示例省示例市模拟区样本路2号',
    phone: '00000000002',
    role: 'applicant',
  },
  {
    ...resident,
    id: 'wang-wu',
    idNumber: '310101190003070018',
    name: '王五',
    sex: 'male',
    birth: '1900-03-07',
    address: '示例省示例市模拟区样本路3号',
    phone: '00000000003',
    role: 'applicant',
  },
  {
    ...resident,
    id: 'zhao-liu',
    idNumber: '310101190004120021',
    name: '赵六',
    sex: 'female',
    birth: '1900-04-12',
    address: '示例省示例市模拟区样本路4号',
    phone: '00000000004',
    role: 'stranger',
  },
  {
    ...resident,
    id: 'sun-qi',
    idNumber: '310101190005180034',
    name: '孙七',
    sex: 'male',
    birth: '1900-05-18',
    address: '示例省示例市模拟区样本路5号',
    validFrom: '2005-06-01',
    validTo: '2025-06-01',
    phone: '00000000005',
    role: 'citizen',
    expired: true,
  },
  {
    ...resident,
    id: 'zhou-ba',
    idNumber: '310101190006230048',
    name: '周八',
    sex: 'female',
    birth: '1900-06-23',
    address: '示例省示例市模拟区样本路6号',
    phone: '00000000006',
    role: 'depositor',
    pin: '246810',
  },
  {
    ...resident,
    id: 'wu-jiu',
    idNumber: '310101190007280055',
    name: '吴九',
    sex: 'male',
    birth: '1900-07-28',
    address: '示例省示例市模拟区样本路7号',
    phone: '00000000007',
    role: 'technician',
    pin: '135791',
  },
  {
    id: 'chen-shi',
    idNumber: '810000190001010077',
    name: '陈十',
    kind: 'hongKongMacaoTaiwan',
    sex: 'male',
    passNumber: 'H00000000',
    issueCount: '01',
    birth: '1900-01-01',
    address: '示例省示例市模拟区样本路8号',
    authority: '示例市公安局',
    validFrom: '2024-01-01',
    validTo: '2099-12-31',
    phone: '00000000008',
    role: 'applicant',
  },
  {
    id: 'specimen-ahmad',
    idNumber: '932682198501010017',
    name: '样本一',
    englishName: 'SPECIMEN, AHMAD',
    kind: 'foreigner2023',
    sex: 'male',
    nationality: 'SAU',
    issueCount: '01',
    birth: '1985-01-01',
    address: '',
    authority: '',
    validFrom: '2024-01-01',
    validTo: '2099-12-31',
    phone: '00000000009',
    role: 'citizen',
  },
  {
    id: 'specimen-zara',
    idNumber: 'PAK310080010103',
    name: '样本二',
    englishName: 'SPECIMEN, ZARA',
    kind: 'foreigner2017',
    sex: 'female',
    nationality: 'PAK',
    birth: '1980-01-01',
    address: '',
    authority: '3100',
    validFrom: '2018-01-01',
    validTo: '2099-12-31',
    phone: '00000000010',
    role: 'stranger',
  },
];
