// Readiness: what stands in the technician's report, gathered from the rules, the store and the site file when it is printed.

import { createHash } from 'node:crypto';
import type { Site } from '../contract/config.ts';
import type { Kiosk } from '../core/kiosk.ts';
import { lastTestOf, readinessOf } from '../core/readiness.ts';
import { visitOf } from '../core/session.ts';
import type { Words } from '../core/words.ts';
import type { ReadinessData } from '../documents/readiness-report.ts';
import type { Backlog } from './store/outbox.ts';

const names: Readonly<Record<string, Words>> = {
  kioskReader: { zh: '身份证读卡器', en: 'ID card reader' },
  hallReader: { zh: '大厅门读卡器', en: 'Hall door reader' },
  receiptPrinter: { zh: '凭条打印机', en: 'Receipt printer' },
  documentPrinter: { zh: 'A4 打印机', en: 'A4 printer' },
  hallDoor: { zh: '大厅门', en: 'Hall door' },
  codeScanner: { zh: '扫码器', en: 'Code scanner' },
  powerSupply: { zh: '不间断电源', en: 'Battery supply' },
};

const states: Readonly<Record<string, Words>> = {
  ready: { zh: '正常', en: 'ready' },
  low: { zh: '快用完', en: 'running low' },
  blocked: { zh: '被挡住', en: 'blocked' },
  fault: { zh: '故障', en: 'fault' },
  offline: { zh: '没有连上', en: 'not connected' },
  unknown: { zh: '不清楚', en: 'not known' },
};

export interface ReadinessSource {
  readonly kiosk: Kiosk;
  readonly site: Site;
  readonly queue: Backlog;
  readonly now: number;
}

export function readinessData({ kiosk, site, queue, now }: ReadinessSource): ReadinessData {
  const visit = visitOf(kiosk.session);
  const badge = visit === null ? '' : (kiosk.staff.get(visit.holder.person)?.badge ?? '');
  const { enrolmentCode: _, ...central } = site.central;
  const opens = [...kiosk.cells.values()].map((cell) => cell.opens);
  return {
    kiosk: site.kiosk,
    site: site.point.name,
    software: { version: kiosk.settings.version, hash: null },
    configurationHash: digest({ ...site, central }),
    calendarVersion: digest(site.hours).slice(0, 12),
    at: now,
    timeZone: site.hours.timeZone,
    clockOffsetMs: kiosk.clockOffsetMs === null ? null : -kiosk.clockOffsetMs,
    devices: [...kiosk.devices].map(([device, { word }]) => {
      const last = lastTestOf(kiosk, device);
      return {
        device: names[device] ?? { zh: `柜控板 ${device}`, en: `Lock board ${device}` },
        state: states[word] ?? { zh: word, en: word },
        lastTest: last === null ? null : { at: last.at, result: last.outcome, detail: `${last.level}: ${last.detail}` },
      };
    }),
    cells: readinessOf(kiosk).cells,
    queue,
    counters: [
      {
        label: { zh: '开格次数', en: 'Openings of cells' },
        value: `${opens.reduce((sum, one) => sum + one, 0)} (max ${Math.max(0, ...opens)})`,
      },
    ],
    ranBy: { zh: `${badge} 维修人员`, en: `${badge} technician` },
  };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
