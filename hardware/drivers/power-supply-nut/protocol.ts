// Protocol of a NUT server (upsd, TCP port 3493): lines of words; a word with blanks in it stands in double quotes.
//
// Source: Network UPS Tools, docs/net-protocol.txt (protocol 1.3). Inside quotes a backslash keeps the next sign as it
// is; lines end with LF. Answers carry no number: they are known by the supply and the variable that they name.

import { failed, ok, type Result } from '../../../src/base/result.ts';

export type NutRequest =
  | { readonly ask: 'variable'; readonly ups: string; readonly variable: string }
  | { readonly ask: 'variables'; readonly ups: string }
  | { readonly ask: 'user'; readonly user: string }
  | { readonly ask: 'password'; readonly password: string }
  /** Be counted as a machine that hangs on this supply. */
  | { readonly ask: 'login'; readonly ups: string }
  | { readonly ask: 'logout' };

export type NutLine =
  | { readonly is: 'variable'; readonly ups: string; readonly variable: string; readonly value: string }
  | { readonly is: 'listBegin' | 'listEnd'; readonly ups: string }
  /** e.g. `DATA-STALE`; the list of the protocol is open. */
  | { readonly is: 'error'; readonly code: string }
  /** `OK`, with or without more words. */
  | { readonly is: 'ok' };

export type NutProblem = 'wrongQuotes' | 'unknownLine' | 'tooLong';

/** Longest line in bytes, without its end. */
export const longestLine = 1_024;

export function encodeNutRequest(request: NutRequest): Uint8Array {
  return line(...wordsOf(request));
}

function wordsOf(request: NutRequest): readonly string[] {
  switch (request.ask) {
    case 'variable':
      return ['GET', 'VAR', request.ups, request.variable];
    case 'variables':
      return ['LIST', 'VAR', request.ups];
    case 'user':
      return ['USERNAME', request.user];
    case 'password':
      return ['PASSWORD', request.password];
    case 'login':
      return ['LOGIN', request.ups];
    case 'logout':
      return ['LOGOUT'];
  }
}

/** As a server says it; the value of a variable is always quoted. */
export function encodeNutLine(said: NutLine): Uint8Array {
  switch (said.is) {
    case 'variable':
      return bytesOf(`VAR ${word(said.ups)} ${word(said.variable)} ${quoted(said.value)}`);
    case 'listBegin':
      return line('BEGIN', 'LIST', 'VAR', said.ups);
    case 'listEnd':
      return line('END', 'LIST', 'VAR', said.ups);
    case 'error':
      return line('ERR', said.code);
    case 'ok':
      return line('OK');
  }
}

function line(...words: readonly string[]): Uint8Array {
  return bytesOf(words.map(word).join(' '));
}

function bytesOf(text: string): Uint8Array {
  // A line end inside a word would be another request.
  if (/\p{Cc}/u.test(text)) throw new RangeError('a control character in a NUT line');
  return new TextEncoder().encode(`${text}\n`);
}

function word(text: string): string {
  return /^[A-Za-z0-9._@:-]+$/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** One line of a server, without its LF. */
export function decodeNutLine(bytes: Uint8Array): Result<NutLine, NutProblem> {
  if (bytes.length > longestLine) return failed('tooLong');
  const words = splitWords(new TextDecoder().decode(bytes).replace(/\r$/, ''));
  if (words === undefined) return failed('wrongQuotes');
  const [first, second, third, fourth] = words;
  if (first === 'OK') return ok({ is: 'ok' });
  if (first === 'ERR' && second !== undefined) return ok({ is: 'error', code: second });
  if (first === 'VAR' && second !== undefined && third !== undefined && fourth !== undefined && words.length === 4)
    return ok({ is: 'variable', ups: second, variable: third, value: fourth });
  if (second === 'LIST' && third === 'VAR' && fourth !== undefined && words.length === 4) {
    if (first === 'BEGIN') return ok({ is: 'listBegin', ups: fourth });
    if (first === 'END') return ok({ is: 'listEnd', ups: fourth });
  }
  return failed('unknownLine');
}

/** One line of a computer, without its LF: for a server that is simulated. */
export function decodeNutRequest(bytes: Uint8Array): Result<NutRequest, NutProblem> {
  if (bytes.length > longestLine) return failed('tooLong');
  const words = splitWords(new TextDecoder().decode(bytes).replace(/\r$/, ''));
  if (words === undefined) return failed('wrongQuotes');
  const [first, second, third, fourth] = words;
  if (first === 'GET' && second === 'VAR' && third !== undefined && fourth !== undefined && words.length === 4)
    return ok({ ask: 'variable', ups: third, variable: fourth });
  if (first === 'LIST' && second === 'VAR' && third !== undefined && words.length === 3)
    return ok({ ask: 'variables', ups: third });
  if (first === 'LOGOUT' && words.length === 1) return ok({ ask: 'logout' });
  if (second === undefined || words.length !== 2) return failed('unknownLine');
  if (first === 'USERNAME') return ok({ ask: 'user', user: second });
  if (first === 'PASSWORD') return ok({ ask: 'password', password: second });
  return first === 'LOGIN' ? ok({ ask: 'login', ups: second }) : failed('unknownLine');
}

/** Undefined when a quote is left open or something stands right behind one. */
function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const found = /^(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^\s"]+))(?:\s+|$)/.exec(rest);
    if (found === null) return undefined;
    words.push(found.groups?.['plain'] ?? (found.groups?.['quoted'] ?? '').replace(/\\(.)/g, '$1'));
    rest = rest.slice(found[0].length);
  }
  return words;
}
