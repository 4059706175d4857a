// The list of security checks: whole, and pointing at tests that exist.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { checks } from './checklist.ts';

const tests = resolve(import.meta.dirname, '..');

/** Titles of a file as they are written, with their holes for values: what stands before a function in a call. */
function titlesOf(file: string): readonly string[] {
  const text = readFileSync(join(tests, file), 'utf8');
  const title = /\(\s*(?:'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\\n]|\\.)*)`|"([^"\n]*)"),\s*(?:async\s*)?\(/g;
  return [...text.matchAll(title)].map(([, single, template, double]) => single ?? template ?? double ?? '');
}

it('has all 78, in order, each with a test or with the reason why there is none', () => {
  expect(checks.map(({ number }) => number)).toEqual(Array.from({ length: 78 }, (_, index) => index + 1));
  expect(checks.filter(({ shown, open }) => shown.length === 0 && open === undefined)).toEqual([]);
});

it.each(checks)('$number $what: the tests that show it exist', ({ shown }) => {
  for (const [file, title] of shown) {
    expect(existsSync(join(tests, file)), file).toBe(true);
    expect(
      titlesOf(file).some((known) => known.includes(title)),
      `${file}: ${title}`,
    ).toBe(true);
  }
});
