// nighthall verify-drop-off: whether the slip of papers that were left in a cell is genuine, and when the door shut.

import { parseArgs } from 'node:util';
import { dropOffAnswer } from '../contract/verification.ts';
import { slipCodeOf, typedDropOffNumber } from '../core/drop-off.ts';
import { askCentral, centralOf } from './ask-central.ts';
import { UsageError } from './usage.ts';

export async function verifyDropOff(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { central: { type: 'string' }, data: { type: 'string', default: 'data' } },
  });
  const [slip, ...more] = positionals;
  if (slip === undefined || more.length > 0) throw new UsageError('verify-drop-off needs one slip');
  const code = codeIn(slip);
  if (code === null)
    throw new UsageError('that is neither the text of the QR code on a slip nor a receipt number such as D-7K3M-9QXA');
  const central = values.central ?? (await centralOf(values.data));
  const answer = await askCentral(central, encodeURIComponent(code), dropOffAnswer);
  const verdict = answer.ok ? answer.value : { verdict: 'unreachable', why: answer.problem };
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  return verdict.verdict === 'dropOffReceived' ? 0 : 1;
}

/** The whole link is what a phone shows of the QR code. */
function codeIn(slip: string): string | null {
  const last = slip.trim().split('/').at(-1) ?? '';
  return slipCodeOf(last) === null ? typedDropOffNumber(last) : last;
}
