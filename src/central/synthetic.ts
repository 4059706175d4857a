// Synthetic data: the people, papers, licences and staff of a trial, put in through the admin API like any others.

import { failed, ok, type Result } from '../base/result.ts';
import type {
  DocumentAddRequest,
  DropOffRequest,
  ItemRequest,
  KioskRequest,
  PersonRequest,
  StaffRequest,
} from '../contract/admin.ts';
import type { AccountRequest } from '../contract/console.ts';
import type { ServiceRequest } from '../contract/console-queue.ts';
import type { CalendarRequest } from '../contract/reports.ts';
import { type SyntheticPerson, syntheticPeople } from '../contract/synthetic-people.ts';

export interface SeedProblem {
  readonly path: string;
  readonly status: number;
}

/** Paper for whoever plays a citizen: one paid bill and one proof. */
function documentsFor({ id, idNumber, name }: SyntheticPerson): readonly DocumentAddRequest[] {
  return [
    {
      idNumber,
      document: {
        kind: 'paymentReceipt',
        id: `receipt-${id}`,
        title: { zh: '不动产登记费缴费凭证', en: 'Payment receipt: property registration fee' },
        number: `PZ-2026-${id}`,
        payer: name,
        item: { zh: '不动产登记费（住宅）', en: 'Property registration fee (dwelling)' },
        amountFen: 8_000,
        paidAt: Date.UTC(2026, 10, 20, 6, 30),
        link: `https://hall.example/receipts/${id}`,
      },
    },
    {
      idNumber,
      document: {
        kind: 'proof',
        id: `proof-${id}`,
        title: { zh: '社会保险参保证明', en: 'Proof of social insurance' },
        number: `ZM-2026-${id}`,
        fields: [
          { label: { zh: '姓名', en: 'Name' }, value: name },
          { label: { zh: '参保险种', en: 'Insurance' }, value: '基本养老保险' },
          { label: { zh: '缴费状态', en: 'State' }, value: '正常缴费' },
        ],
        paragraphs: ['兹证明上述人员在本地参加社会保险，缴费情况如上。', '本证明为模拟数据，仅供试用。'],
        issuer: { zh: '示例市社会保险事业管理中心', en: 'Social Insurance Centre of Sample City' },
        issuedOn: '2026-11-20',
      },
    },
  ];
}

const licences: readonly Omit<ItemRequest, 'kiosk' | 'idNumber'>[] = [
  {
    id: 'licence-food',
    title: { zh: '食品经营许可证', en: 'Food business licence' },
    caseNumber: 'SP-2026-0001',
    size: 'small',
  },
  {
    id: 'licence-business',
    title: { zh: '营业执照', en: 'Business licence' },
    caseNumber: 'YZ-2026-0002',
    size: 'medium',
  },
  {
    id: 'licence-health',
    title: { zh: '公共场所卫生许可证', en: 'Public place hygiene licence' },
    caseNumber: 'WS-2026-0003',
    size: 'small',
  },
];

const services: readonly ServiceRequest[] = [
  { service: 'companies', title: { zh: '企业开办', en: 'Companies' }, prefix: 'A', limitMinutes: 20, open: true },
  { service: 'permits', title: { zh: '行政许可', en: 'Permits' }, prefix: 'B', limitMinutes: 20, open: true },
  {
    service: 'insurance',
    title: { zh: '社会保险', en: 'Social insurance' },
    prefix: 'C',
    limitMinutes: 20,
    open: true,
  },
];

/** Accounts of the staff console, one of each role; README names them. */
export const syntheticAccounts: readonly AccountRequest[] = [
  { account: 'depositor', name: '褚十三', role: 'depositor', password: 'nighthall-depositor' },
  { account: 'supervisor', name: '郑十一', role: 'supervisor', password: 'nighthall-supervisor' },
  { account: 'technician', name: '卫十四', role: 'technician', password: 'nighthall-technician' },
  { account: 'auditor', name: '冯十二', role: 'auditor', password: 'nighthall-auditor' },
];

/** The case of the first applicant waits for one more paper. */
const dropOff: Omit<DropOffRequest, 'kiosk' | 'idNumber'> = {
  id: 'papers-lease',
  title: { zh: '开办饭店：补交材料', en: 'Opening a restaurant: missing papers' },
  missing: { zh: '房屋租赁合同复印件', en: 'Copy of the lease' },
  caseNumber: 'RQ-2026-0004',
};

/** Of the trial's site file too. */
const officeHours: Omit<CalendarRequest, 'kiosk'> = {
  since: '2026-01-01',
  office: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
  holidays: [],
  workdays: [],
};

interface Step {
  readonly path: string;
  readonly body:
    | ServiceRequest
    | AccountRequest
    | CalendarRequest
    | KioskRequest
    | PersonRequest
    | DocumentAddRequest
    | ItemRequest
    | DropOffRequest
    | StaffRequest;
}

function steps(kiosk: string): readonly Step[] {
  const of = (...roles: readonly SyntheticPerson['role'][]) =>
    syntheticPeople.filter(({ role }) => roles.includes(role));
  const hall: KioskRequest = {
    kiosk,
    place: { zh: '示例市政务服务中心24小时自助大厅', en: 'Sample City 24-hour self-service hall' },
    phone: '00-0000-0000',
  };
  return [
    { path: 'kiosks', body: hall },
    { path: 'calendars', body: { ...officeHours, kiosk } },
    ...syntheticPeople.map(({ idNumber, name, phone }) => ({ path: 'people', body: { idNumber, name, phone } })),
    ...of('citizen').flatMap((person) => documentsFor(person).map((body) => ({ path: 'documents', body }))),
    ...of('applicant').flatMap(({ idNumber }, index) => {
      const licence = licences[index % licences.length];
      return licence === undefined ? [] : [{ path: 'items', body: { ...licence, kiosk, idNumber } }];
    }),
    ...of('applicant')
      .slice(0, 1)
      .map(({ idNumber }) => ({ path: 'drop-offs', body: { ...dropOff, kiosk, idNumber } })),
    ...services.map((body) => ({ path: 'services', body })),
    ...syntheticAccounts.map((body) => ({ path: 'accounts', body })),
    ...of('depositor', 'technician').flatMap(({ id, idNumber, role, pin }) =>
      pin !== undefined && (role === 'depositor' || role === 'technician')
        ? [{ path: 'staff', body: { kiosk, idNumber, role, badge: `${role} ${id}`, pin } }]
        : [],
    ),
  ];
}

/** Adds what is missing; a second time adds nothing. */
export async function seedSynthetic({
  url,
  adminToken,
  kiosk,
}: {
  readonly url: string;
  readonly adminToken: string;
  readonly kiosk: string;
}): Promise<Result<{ readonly added: number }, SeedProblem>> {
  let added = 0;
  for (const { path, body } of steps(kiosk)) {
    const response = await fetch(`${url}/admin/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) return failed({ path, status: response.status });
    const answer = (await response.json()) as { readonly added: boolean };
    if (answer.added) added += 1;
  }
  return ok({ added });
}
