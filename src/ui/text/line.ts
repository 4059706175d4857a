// Line: one sentence of the program with what is filled into it, independent of the language it will be said in.

import type { Problem } from '../../core/problem.ts';
import type { Language, Words } from '../../core/words.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type Text = typeof zh;
export type TextKey = Exclude<keyof Text, 'problems'>;
type Values = Readonly<Record<string, string | number | Words>>;
export type Line =
  | { readonly key: TextKey; readonly values: Values }
  | { readonly problem: Problem; readonly part: 'what' | 'todo' | 'button' };

export const texts: Readonly<Record<Language, Text>> = { zh, en };

export function line(key: TextKey, values: Values = {}): Line {
  return { key, values };
}

export function problemLine(problem: Problem, part: 'what' | 'todo' | 'button'): Line {
  return { problem, part };
}

/** The sentence in one language; `{name}` is replaced by that value, words from outside by theirs in that language. */
export function say(said: Line, language: Language): string {
  if ('problem' in said) return texts[language].problems[said.problem][said.part];
  return texts[language][said.key].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = said.values[name];
    return typeof value === 'object' ? value[language] : String(value ?? '');
  });
}

export function otherLanguage(language: Language): Language {
  return language === 'zh' ? 'en' : 'zh';
}
