// Hunt: runs the tests that must notice a mutant, and says whether one of them did.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';

export type Hunt =
  | { readonly is: 'caught'; readonly by: string }
  /** Every test passed over it. */
  | { readonly is: 'survived' }
  /** The mistake never got into a test, or the tests did not run: nothing is proved. */
  | { readonly is: 'notTried'; readonly why: string };

const root = join(import.meta.dirname, '../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const mostMs = 180_000;

interface Report {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export async function hunt(mutant: Mutant): Promise<Hunt> {
  const folder = mkdtempSync(join(tmpdir(), 'nighthall-mutant-'));
  const mark = join(folder, 'mark');
  const report = join(folder, 'report.json');
  try {
    const said = await run(
      [
        'run',
        '--config',
        'tests/mutants/vitest.config.ts',
        '--reporter=json',
        `--outputFile=${report}`,
        ...mutant.caughtBy,
      ],
      { MUTANT: mutant.id, MUTANT_MARK: mark },
    );
    if (!existsSync(report)) return { is: 'notTried', why: said.slice(-1_000) };
    const { numTotalTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const failed = testResults.flatMap((file) => file.assertionResults).find(({ status }) => status === 'failed');
    if (failed !== undefined && existsSync(mark)) return { is: 'caught', by: failed.fullName };
    if (!existsSync(mark)) return { is: 'notTried', why: `${mutant.file} was not loaded by the tests` };
    if (numTotalTests === 0) return { is: 'notTried', why: said.slice(-1_000) };
    return { is: 'survived' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: mostMs,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString();
    });
    child.once('error', reject);
    child.once('close', () => resolve(said));
  });
}
