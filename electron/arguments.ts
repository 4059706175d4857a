// Arguments: what the shell may be told on its command line. A packaged kiosk refuses everything that it does not know.

import { failed, ok, type Result } from '../src/base/result.ts';

export interface ShellArguments {
  /** Site file and data folder, passed on to the controller. */
  readonly site: string;
  readonly data: string;
  /** Folder of the built pages. */
  readonly pages: string;
  /** An ordinary window that can be closed, for a trial on a desk. Never in a packaged kiosk. */
  readonly windowed: boolean;
  /** Never in a packaged kiosk. */
  readonly devTools: boolean;
}

export type ArgumentProblem =
  | { readonly problem: 'missing'; readonly name: string }
  | { readonly problem: 'refused'; readonly name: string };

const withValue = ['site', 'data', 'pages'] as const;
const deskOnly = ['windowed', 'dev-tools'] as const;

type ValueName = (typeof withValue)[number];
type DeskName = (typeof deskOnly)[number];

/**
 * `args` is the command line without the program. Chromium and Node read the same line before any script runs, so in a
 * packaged kiosk one switch too many (`--remote-debugging-port`, `--inspect`, `--no-sandbox`, `--load-extension` …) is a
 * reason not to start. On a desk other switches are left to Chromium.
 */
export function readArguments(
  args: readonly string[],
  { packaged, pages }: { readonly packaged: boolean; readonly pages: string },
): Result<ShellArguments, ArgumentProblem> {
  const values = new Map<ValueName, string>();
  const desk = new Set<DeskName>();
  for (let place = 0; place < args.length; place += 1) {
    const arg = args[place] ?? '';
    const [, name = '', given] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const valueName = withValue.find((known) => known === name);
    const deskName = deskOnly.find((known) => known === name);
    if (valueName !== undefined) {
      if (given === undefined) place += 1;
      const value = given ?? args[place] ?? '';
      if (value === '' || value.startsWith('--')) return failed({ problem: 'missing', name: valueName });
      values.set(valueName, value);
    } else if (deskName !== undefined && given === undefined && !packaged) desk.add(deskName);
    else if (packaged) return failed({ problem: 'refused', name: arg.split('=')[0] ?? '' });
  }
  const site = values.get('site');
  const data = values.get('data');
  if (site === undefined) return failed({ problem: 'missing', name: 'site' });
  if (data === undefined) return failed({ problem: 'missing', name: 'data' });
  return ok({
    site,
    data,
    pages: values.get('pages') ?? pages,
    windowed: desk.has('windowed'),
    devTools: desk.has('dev-tools'),
  });
}
