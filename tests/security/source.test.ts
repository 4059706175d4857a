// What the product's own text must not say: the rules of security that are a matter of never writing something.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

function textsBelow(...folders: readonly string[]): ReadonlyMap<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const sources = files.filter((file) => /\.(tsx?|html)$/.test(file));
  return new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** Every place where a pattern stands, comments left out. */
function placesOf(pattern: RegExp, texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts].flatMap(([file, text]) =>
    text
      .split('\n')
      .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line) && pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

const shell = textsBelow('electron');
const pages = textsBelow('src/ui', 'src/contract', 'src/base');
const everything = textsBelow('src', 'electron', 'hardware');

describe('the text of the product', () => {
  it('H17 asks no other program to open anything', () => {
    expect(placesOf(/\bopenExternal\b|\bopenPath\b|\bshowItemInFolder\b/, everything)).toEqual([]);
  });

  it('H18 makes no script and no markup of text', () => {
    expect(
      placesOf(/\beval\(|new Function\b|dangerouslySetInnerHTML|\.innerHTML\b|document\.write\b/, everything),
    ).toEqual([]);
    const rules = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')).linter.rules.security;
    expect(rules).toMatchObject({ noDangerouslySetInnerHtml: 'error', noGlobalEval: 'error' });
  });

  it('H33 H34 H36 has nothing in the window that calls a dialog or a keyboard of the system', () => {
    expect(pages.size).toBeGreaterThan(50);
    expect(placesOf(/<(input|textarea|select)\b|contentEditable|contenteditable/, pages)).toEqual([]);
    expect(
      placesOf(/show(Open|Save)FilePicker|showDirectoryPicker|\bprint\(\)|\b(alert|confirm|prompt)\(/, pages),
    ).toEqual([]);
    expect(placesOf(/navigator\.(clipboard|usb|hid|serial|bluetooth|mediaDevices)/, pages)).toEqual([]);
  });

  it('H48 opens no WebSocket, whose origin nobody would check', () => {
    expect(placesOf(/\bWebSocket(Server)?\b/, everything)).toEqual([]);
  });

  it('H14 gives the page one bridge and no channel of its own choice', () => {
    expect(placesOf(/exposeInMainWorld/, shell)).toHaveLength(1);
    expect(placesOf(/ipcMain\.(handle|on)\(/, shell)).toEqual([expect.stringContaining('ipcMain.on(portChannel')]);
  });

  it('H2 turns the sandbox of every page on before anything is shown', () => {
    expect(placesOf(/app\.enableSandbox\(\)/, shell)).toHaveLength(1);
    // The one place that goes without is the trial's search for an Electron, when root runs it; a package refuses the switch.
    expect(placesOf(/no-sandbox|disable-web-security|ignore-certificate-errors/, shell)).toEqual([
      expect.stringMatching(/^electron\/find\.ts: .*isRoot/),
      expect.stringMatching(/^electron\/main\.ts: if \(app\.isPackaged \|\| !app\.commandLine\.hasSwitch/),
    ]);
  });

  it('H19 turns no check of a certificate off and asks for no old TLS', () => {
    expect(
      placesOf(/rejectUnauthorized|NODE_TLS_REJECT|checkServerIdentity|minVersion|secureProtocol/, everything),
    ).toEqual([]);
  });

  it('H46 listens on this machine alone unless somebody names an address', () => {
    expect(placesOf(/['"]0\.0\.0\.0['"]|(host|listen\()[^\n]*['"]::['"]/, everything)).toEqual([]);
  });

  /** Constants of the file, and its functions over what stands between quotes. */
  function isOwnText(hole: string, text: string): boolean {
    const words = hole.replaceAll(/'[^']*'|"[^"]*"/g, '');
    if (/[^\w(), ]/.test(words)) return false;
    return (words.match(/\w+/g) ?? []).every((word) =>
      new RegExp(`const ${word} =\\s*([\`'"\\d]|\\([\\w:, ]*\\)(: string)? =>\\s*\`)|function ${word}\\(`).test(text),
    );
  }

  it('H56 puts no value into the text of a statement', () => {
    const texts = textsBelow('src/central', 'src/controller');
    const holes = [...texts].flatMap(([file, text]) =>
      [...text.matchAll(/\b(?:query|prepare|exec|run|all)(?:<[^>]*>)?\(\s*`([^`]*)`/g)]
        .flatMap(([, statement = '']) => [...statement.matchAll(/\$\{([^}]*)\}/g)])
        .map(([, hole = '']) => hole.trim().replace(/ \+ \d+$/, ''))
        // A piece of a statement that the file itself writes out, or a number of its own, is text and no value from outside.
        .filter((hole) => !isOwnText(hole, text))
        .map((hole) => `${file}: ${hole}`),
    );
    // LISTEN takes no parameter; the names of channels are central's own. The other is a number of the contract.
    const reviewed = /^src\/central\/postgres-session\.ts: channel$|: answersInMs$/;
    expect(holes.filter((hole) => !reviewed.test(hole))).toEqual([]);
  });

  it('H27 H25 takes packages from the registry alone, each at one version with its digest, and runs one install script', () => {
    const { dependencies, devDependencies, allowScripts } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    // Packages of other platforms, which are not installed here, have none; npm takes their digest when it meets them.
    const odd = Object.entries<{ resolved?: string; integrity?: string; optional?: boolean }>(packages)
      .filter(([name]) => name !== '')
      .filter(([, { optional }]) => optional !== true)
      .filter(([, { resolved = 'https://registry.npmjs.org/', integrity = '' }]) => {
        return !resolved.startsWith('https://registry.npmjs.org/') || !integrity.startsWith('sha512-');
      });
    expect(odd.map(([name]) => name)).toEqual([]);
    expect(
      Object.entries(allowScripts)
        .filter(([, allowed]) => allowed)
        .map(([name]) => name),
    ).toEqual(['node']);
    const withScripts = Object.entries<{ hasInstallScript?: boolean }>(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([name]) => name.replace(/^.*node_modules\//, ''));
    expect(withScripts.filter((name) => !(name in allowScripts))).toEqual([]);
  });

  it('H21 keeps no form, no password and no spelling of a person', () => {
    const options = readFileSync(join(root, 'electron/window-options.ts'), 'utf8');
    expect(options).toMatch(/spellcheck: false/);
    expect(readFileSync(join(root, 'electron/switches.ts'), 'utf8')).toMatch(/AutofillServerCommunication.*Translate/);
  });
});
