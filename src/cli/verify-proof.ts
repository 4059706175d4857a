// nighthall verify-proof: whether the proof in a PDF is genuine, as central answers anybody who asks.

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type VerificationAnswer, verificationAnswer } from '../contract/verification.ts';
import { codesIn } from '../documents/proof-code.ts';
import { askCentral, centralOf, type Unreachable } from './ask-central.ts';
import { UsageError } from './usage.ts';

const mostFileBytes = 50_000_000;

type Verdict =
  | ({ readonly verdict: 'genuine' | 'altered' | 'void' | 'unknown'; readonly code: string } & Record<string, unknown>)
  | { readonly verdict: 'noCode'; readonly why: 'notPdf' | 'none' | 'several' }
  | { readonly verdict: 'unreachable'; readonly why: Unreachable };

export async function verifyProof(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { central: { type: 'string' }, data: { type: 'string', default: 'data' } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('verify-proof needs one file');
  const file = await fileAt(path);
  const verdict = await verdictOn(file, values.central ?? (await centralOf(values.data)));
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  return verdict.verdict === 'genuine' ? 0 : 1;
}

async function fileAt(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new UsageError('there is no such file');
  if (found.size > mostFileBytes) throw new UsageError(`the file is larger than ${mostFileBytes} bytes`);
  return readFile(path);
}

async function verdictOn(file: Uint8Array, central: string): Promise<Verdict> {
  if (Buffer.from(file.subarray(0, 1024)).indexOf('%PDF-') === -1) return { verdict: 'noCode', why: 'notPdf' };
  const [code, ...others] = codesIn(file);
  if (code === undefined) return { verdict: 'noCode', why: 'none' };
  // Whoever saves a second code into a file wants one of them to be believed for the other's words.
  if (others.length > 0) return { verdict: 'noCode', why: 'several' };
  const sha256 = createHash('sha256').update(file).digest('hex');
  const answer = await askCentral(central, `${encodeURIComponent(code)}?file=${sha256}`, verificationAnswer);
  return answer.ok ? verdictFrom(answer.value, code) : { verdict: 'unreachable', why: answer.problem };
}

function verdictFrom(answer: VerificationAnswer, code: string): Verdict {
  switch (answer.verdict) {
    case 'genuine':
      return answer.file === 'other' ? { ...answer, verdict: 'altered', code, codeIs: 'genuine' } : { ...answer, code };
    case 'void':
      return { ...answer, code };
    case 'unknown':
    case 'mistyped':
      return { verdict: 'unknown', code, why: answer.verdict === 'mistyped' ? 'notACode' : 'notRegistered' };
  }
}
