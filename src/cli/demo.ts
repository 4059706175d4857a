// nighthall demo: a whole night, from the afternoon's deposit to the morning's last word to central, step by step.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyAudit } from '../controller/store/audit-log.ts';
import { createNight } from './night.ts';
import { playNight } from './night-story.ts';
import { startTrial } from './trial.ts';

export interface DemoStep {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}

export async function demo(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, keep: { type: 'string' } },
  });
  const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'nighthall-demo-')) : resolve(values.keep);
  mkdirSync(folder, { recursive: true });
  const steps: DemoStep[] = [];
  const lines: string[] = [];

  function note(line: string): void {
    lines.push(line);
    if (!values.json) process.stdout.write(`${line}\n`);
  }

  async function step(name: string, work: () => Promise<string>): Promise<void> {
    const began = performance.now();
    try {
      const detail = await work();
      steps.push({ name, ok: true, ms: Math.round(performance.now() - began), detail });
      note(`  ok    ${name}: ${detail}`);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      steps.push({ name, ok: false, ms: Math.round(performance.now() - began), detail });
      note(`  FAIL  ${name}: ${detail}`);
      throw error;
    }
  }

  note(`A night in the hall. Everything is kept in ${folder}`);
  const trial = await startTrial(join(folder, 'data'), { browser: false });
  if (!trial.ok) {
    note(`The hall could not be opened: ${trial.problem}`);
    steps.push({ name: 'open the hall', ok: false, ms: 0, detail: trial.problem });
  } else {
    let end = trial.value.end;
    try {
      const story = await playNight({
        night: createNight(trial.value),
        folder,
        step,
        note,
        onEnd: (endAll) => (end = endAll),
      });
      await story.endKiosk();
      await step('verify the audit log', async () => {
        const verdict = verifyAudit(join(trial.value.kioskFolder, 'kiosk.sqlite'));
        if (!verdict.ok) throw new Error(`the audit log is not whole: ${JSON.stringify(verdict)}`);
        return `${verdict.rows} rows, unbroken`;
      });
    } catch (error) {
      if (steps.every((one) => one.ok))
        steps.push({
          name: 'the night',
          ok: false,
          ms: 0,
          detail: error instanceof Error ? error.message : String(error),
        });
    } finally {
      await end();
    }
  }
  const ok = steps.length > 0 && steps.every((one) => one.ok);
  note(ok ? 'The night is over; everything held.' : 'The night did not hold.');
  writeFileSync(join(folder, 'timeline.txt'), `${lines.join('\n')}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ ok, steps })}\n`);
  return ok ? 0 : 1;
}
