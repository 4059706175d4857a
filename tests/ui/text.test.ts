// The words of the window: nothing missing, nothing left over, nothing a citizen would not understand.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problems } from '../../src/core/problem.ts';
import { en } from '../../src/ui/text/en.ts';
import { line, problemLine, say, type TextKey } from '../../src/ui/text/line.ts';
import { zh } from '../../src/ui/text/zh.ts';

const keys = Object.keys(zh).filter((key): key is TextKey => key !== 'problems');
const sources = join(import.meta.dirname, '../../src/ui');
const source = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/text[\\/](zh|en)\.ts$/.test(file))
  .map((file) => readFileSync(join(sources, file), 'utf8'))
  .join('\n');

function blanks(text: string): readonly string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

describe('the words of the window', () => {
  it('has the same keys in both languages', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    expect(Object.keys(en.problems)).toEqual(Object.keys(zh.problems));
  });

  it('has three texts in both languages for every problem, and for nothing else', () => {
    expect(Object.keys(zh.problems)).toEqual([...problems]);
    for (const problem of problems) {
      for (const part of ['what', 'todo', 'button'] as const) {
        expect(say(problemLine(problem, part), 'zh'), `${problem} ${part}`).toMatch(/\p{Script=Han}/u);
        expect(say(problemLine(problem, part), 'en'), `${problem} ${part}`).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
      }
    }
  });

  it('fills the same blanks in both languages and leaves no text empty', () => {
    for (const key of keys) {
      expect(zh[key].trim(), key).not.toBe('');
      expect(en[key].trim(), key).not.toBe('');
      expect(blanks(en[key]), key).toEqual(blanks(zh[key]));
    }
  });

  it('holds no key that no screen says', () => {
    const spoken = (key: string) => new RegExp(`['"]${key}['"]|texts\\.zh\\.${key}\\b|\\]\\.${key}\\b`).test(source);
    // "back" and "finish" are said through the act they stand for, sizes, kinds and central's refusals through the data.
    const byData = ['back', 'finish', 'small', 'medium', 'large', 'paymentReceipt', 'proof'];
    const refusals = ['kioskRevoked', 'unknownKiosk', 'forged', 'protocolTooOld', 'protocolTooNew'];
    expect(keys.filter((key) => ![...byData, ...refusals].includes(key) && !spoken(key))).toEqual([]);
  });

  it('says nothing in Chinese outside the text files', () => {
    expect(source.replace(/\/\/.*$/gm, '').match(/\p{Script=Han}+/gu)).toBeNull();
  });

  it('uses no technical word where citizens read', () => {
    const jargon =
      /离线|服务器|网络|系统|接口|超时|异常|错误码|server|network|offline|timeout|error|system|device|sync/i;
    const shown = problems.flatMap((problem) => [
      ...Object.values(zh.problems[problem]),
      ...Object.values(en.problems[problem]),
    ]);
    expect(shown.filter((text) => jargon.test(text))).toEqual([]);
  });

  it('fills in words from outside in the language of the sentence and takes them as plain text', () => {
    expect(say(line('menu', { name: { zh: '甲', en: 'A' } }), 'en')).toContain('Hello A,');
    expect(say(line('menu', { name: '$& {cell}' }), 'zh')).toContain('$& {cell}');
  });
});
