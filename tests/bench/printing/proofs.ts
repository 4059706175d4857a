// Proofs: time and size of an official A4 document beside a bare pdfkit document with the same words, each in a process of
// its own for the first one and in turn in one process for those after it.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median, msText, timeInTurn } from '../figures.ts';
import { atMost, type Bench, type Scale } from '../goals.ts';
import { proofMakers } from './proof-makers.ts';

const firsts: Readonly<Record<Scale, number>> = { tiny: 1, usual: 5, full: 15 };
const rounds: Readonly<Record<Scale, number>> = { tiny: 1, usual: 25, full: 101 };

/** Milliseconds of the first document of a fresh process, its modules loaded and its font not. */
function firstMs(who: keyof typeof proofMakers): number {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'proof-makers.ts'), who], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return Number(run.stdout);
}

export const benchProofs: Bench = async ({ scale, say }) => {
  const first = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < firsts[scale]; round += 1) {
    first.bare.push(firstMs('bare'));
    first.ours.push(firstMs('ours'));
  }
  const [ours = [], bare = []] = await timeInTurn([proofMakers.ours, proofMakers.bare], rounds[scale]);
  const bytes = { ours: (await proofMakers.ours()).length, bare: (await proofMakers.bare()).length };

  say('Proofs: PDF/A-1b with table, seal and QR code, beside pdfkit with the same words, font and nothing else');
  for (const [name, firstOnes, later, size] of [
    ['ours', first.ours, ours, bytes.ours],
    ['bare pdfkit', first.bare, bare, bytes.bare],
  ] as const) {
    say(
      `  ${name.padEnd(12)} first ${msText(median(firstOnes))}, then ${msText(median(later))} (medians), ${size} bytes`,
    );
  }
  return [
    atMost(
      {
        id: 'printing.proof.first',
        what: 'first proof of a process beside bare pdfkit, ratio',
        value: median(first.ours) / median(first.bare),
      },
      1.25,
    ),
    atMost(
      { id: 'printing.proof.time', what: 'proof beside bare pdfkit, ratio', value: median(ours) / median(bare) },
      1,
    ),
    atMost(
      { id: 'printing.proof.bytes', what: 'bytes beside bare pdfkit, ratio', value: bytes.ours / bytes.bare },
      1.3,
    ),
  ];
};
