// What is written down about the package that a kiosk gets.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const text = readFileSync(join(import.meta.dirname, '../../electron-builder.yml'), 'utf8');

/** The lines below a top-level name, without their indentation. */
function block(name: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.indexOf(`${name}:`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^\S/.test(line));
  return start === -1 ? [] : rest.slice(0, end === -1 ? undefined : end).map((line) => line.trim());
}

describe('the package of a kiosk', () => {
  it('has every fuse set', () => {
    expect(block('electronFuses')).toEqual([
      'runAsNode: false',
      'enableCookieEncryption: true',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'enableEmbeddedAsarIntegrityValidation: true',
      'onlyLoadAppFromAsar: true',
      'loadBrowserProcessSpecificV8Snapshot: false',
      'grantFileProtocolExtraPrivileges: false',
      'resetAdHocDarwinSignature: false',
    ]);
  });

  it('is one archive with the native modules alone beside it, and is published nowhere', () => {
    expect(text).toMatch(/^asar: true$/m);
    expect(text).toMatch(/^publish: null$/m);
    expect(block('asarUnpack')).toEqual([
      '- node_modules/better-sqlite3/**',
      '- node_modules/@serialport/bindings-cpp/**',
      '- node_modules/node-hid/**',
    ]);
  });
});
