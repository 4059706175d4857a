// Words of the verification page: Chinese first, English beside. Everything that was asked or kept goes through `escaped`.

import type { DropOffAnswer, VerificationAnswer, VoidReason } from '../contract/verification.ts';
import { localTime } from '../core/calendar.ts';
import type { Words } from '../core/words.ts';
import { both, escaped, line, publicPage } from './public-page.ts';

export type Shown =
  | VerificationAnswer
  | DropOffAnswer
  | { readonly verdict: 'nothingAsked' }
  | { readonly verdict: 'tooMany' };

const verdicts: Readonly<Record<Shown['verdict'], Words>> = {
  nothingAsked: { zh: '', en: '' },
  genuine: { zh: '真实有效', en: 'Genuine' },
  void: { zh: '已作废', en: 'Void: no longer valid' },
  unknown: { zh: '查无此证明', en: 'Unknown: no proof has this code' },
  mistyped: { zh: '验证码输入有误，请核对后重新输入', en: 'Not a code: please check what you typed' },
  dropOffReceived: { zh: '材料已收到', en: 'Papers received' },
  dropOffUnknown: {
    zh: '没有这张回执的记录；如机器当时断网，请稍后再查',
    en: 'No such receipt, or its machine has not told us yet: ask again later',
  },
  slipForged: { zh: '回执不真实：签名不符', en: 'Not genuine: the signature does not fit' },
  tooMany: { zh: '查询过于频繁，请稍后再试', en: 'Too many questions: please wait a little' },
};

const reasons: Readonly<Record<VoidReason, Words>> = {
  issuedInError: { zh: '签发有误', en: 'Issued in error' },
  superseded: { zh: '已换发新证明', en: 'Replaced by a new one' },
  noLongerTrue: { zh: '证明内容已变更', en: 'What it says is no longer true' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};

function detailsOf(shown: Extract<Shown, { readonly verdict: 'genuine' | 'void' }>): string {
  const { title, number, issuedOn, issuer, holder } = shown;
  const lines = [
    line({ zh: '名称', en: 'Title' }, both(title)),
    line({ zh: '编号', en: 'Number' }, escaped(number)),
    line({ zh: '签发日期', en: 'Issued on' }, escaped(issuedOn)),
    line({ zh: '签发单位', en: 'Issued by' }, both(issuer)),
    line({ zh: '持有人', en: 'Holder' }, holder === null ? '—' : escaped(holder)),
  ];
  if (shown.verdict === 'void')
    lines.push(
      line({ zh: '作废日期', en: 'Void since' }, localTime(shown.voidedAt, 'Asia/Shanghai').date),
      line({ zh: '作废原因', en: 'Reason' }, both(reasons[shown.why])),
    );
  const compare = both({
    zh: '请与手中的证明逐项核对；任何一项不同，该证明即不可信。',
    en: 'Compare with the paper in your hand: if anything differs, do not trust it.',
  });
  return `<dl>${lines.join('')}</dl><p>${compare}</p>`;
}

type Receipt = Extract<DropOffAnswer, { readonly verdict: 'dropOffReceived' }>;

function toSeconds(at: number, timeZone: string): string {
  const { date, time } = localTime(at, timeZone);
  return `${date} ${time}:${String(Math.floor(at / 1000) % 60).padStart(2, '0')}`;
}

function receiptOf(shown: Receipt): string {
  const { number, place, caseNumber, cell, shutAt, at, clockOffsetMs, timeZone, chain } = shown;
  const when =
    shutAt === null
      ? line({ zh: '工作人员查看时在格口内', en: 'Found in the cell by staff' }, toSeconds(at, timeZone))
      : line({ zh: '提交时间（关门）', en: 'Time of submission (door shut)' }, toSeconds(shutAt, timeZone));
  const offset =
    clockOffsetMs === null
      ? both({ zh: '当时未校对', en: 'not compared then' })
      : `${clockOffsetMs > 0 ? '+' : ''}${(clockOffsetMs / 1000).toFixed(1)} s`;
  const lines = [
    when,
    line({ zh: '中心与本机的时间差', en: 'Centre minus machine' }, offset),
    line({ zh: '办件编号', en: 'Case number' }, escaped(caseNumber)),
    line({ zh: '地点', en: 'Place' }, both(place)),
    line({ zh: '格口', en: 'Cell' }, escaped(cell)),
    line({ zh: '回执号', en: 'Receipt number' }, escaped(number)),
    line(
      { zh: '工作人员', en: 'Staff' },
      shown.isCollected
        ? both({ zh: '已取出', en: 'have taken it out' })
        : both({ zh: '尚未取出', en: 'have yet to take it out' }),
    ),
  ];
  if (chain !== null)
    lines.push(
      line({ zh: '登记第几条', en: 'Record no.' }, String(chain.row)),
      line({ zh: '指纹', en: 'Hash' }, escaped(chain.hash.match(/.{1,8}/g)?.join(' ') ?? '')),
    );
  const how =
    chain === null
      ? both({
          zh: '只按回执号查询；扫回执上的码可核对签名。',
          en: 'By its number only: scan the slip to check its signature.',
        })
      : both({ zh: '签名相符，由该机器签发。', en: 'Signed by that machine; what the slip says is what it told.' });
  return `<dl>${lines.join('')}</dl><p>${how}</p>`;
}

/** The code that was asked is never written back. */
export function verifyPage(shown: Shown, formAction: string): string {
  const kind =
    shown.verdict === 'dropOffReceived'
      ? 'genuine'
      : shown.verdict === 'slipForged'
        ? 'void'
        : shown.verdict === 'genuine' || shown.verdict === 'void'
          ? shown.verdict
          : 'other';
  const verdict =
    shown.verdict === 'nothingAsked' ? '' : `<h2 class="${kind}" role="status">${both(verdicts[shown.verdict])}</h2>`;
  const details =
    shown.verdict === 'dropOffReceived'
      ? receiptOf(shown)
      : shown.verdict === 'genuine' || shown.verdict === 'void'
        ? detailsOf(shown)
        : '';
  const form = `<form method="get" action="${escaped(formAction)}"><label for="code">证明上的验证码 <span lang="en">Code on the proof</span></label>
<input id="code" name="code" required maxlength="300" autocomplete="off" autocapitalize="characters" spellcheck="false">
<button>核验 <span lang="en">Verify</span></button></form>`;
  return publicPage({ zh: '证明核验', en: 'Verify a proof' }, `${verdict}${details}\n${form}`);
}
