// Lines: cuts what a NUT server says into answers; a list is one answer, and no list is longer than any real supply's.

import type { Deframer } from '../../transport/line.ts';
import { decodeNutLine, longestLine, type NutLine, type NutProblem } from './protocol.ts';

export type NutAnswer =
  | Extract<NutLine, { readonly is: 'variable' | 'error' | 'ok' }>
  | { readonly is: 'list'; readonly ups: string; readonly variables: ReadonlyMap<string, string> }
  | { readonly is: 'dropped'; readonly why: NutProblem | 'brokenList' | 'listTooLong' };

/** Supplies have some 100 variables. */
export const longestList = 500;
const lineEnd = 0x0a;

export function createNutDeframer(): Deframer<NutAnswer> {
  let kept: number[] = [];
  let tooLong = false;
  let list: { readonly ups: string; readonly variables: Map<string, string> } | undefined;

  function reset(): void {
    kept = [];
    tooLong = false;
    list = undefined;
  }

  function take(byte: number): readonly NutAnswer[] {
    if (byte !== lineEnd) {
      tooLong ||= kept.length >= longestLine;
      if (!tooLong) kept.push(byte);
      return [];
    }
    const decoded = decodeNutLine(Uint8Array.from(kept));
    const problem = tooLong ? 'tooLong' : decoded.ok ? undefined : decoded.problem;
    kept = [];
    tooLong = false;
    if (decoded.ok && problem === undefined) return takeLine(decoded.value);
    list = undefined;
    return [{ is: 'dropped', why: problem ?? 'unknownLine' }];
  }

  function takeLine(said: NutLine): readonly NutAnswer[] {
    switch (said.is) {
      case 'listBegin':
        list = { ups: said.ups, variables: new Map() };
        return [];
      case 'listEnd': {
        const whole = list;
        list = undefined;
        return [whole?.ups === said.ups ? { is: 'list', ...whole } : { is: 'dropped', why: 'brokenList' }];
      }
      case 'variable':
        return list === undefined ? [said] : takeEntry(list, said);
      case 'error':
      case 'ok':
        list = undefined;
        return [said];
    }
  }

  function takeEntry(
    into: { readonly ups: string; readonly variables: Map<string, string> },
    { ups, variable, value }: Extract<NutLine, { is: 'variable' }>,
  ): readonly NutAnswer[] {
    if (ups === into.ups && into.variables.size < longestList) {
      into.variables.set(variable, value);
      return [];
    }
    list = undefined;
    return [{ is: 'dropped', why: ups === into.ups ? 'listTooLong' : 'brokenList' }];
  }

  return { push: (bytes) => [...bytes].flatMap(take), reset };
}
