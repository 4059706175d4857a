// The import table: who may import whom, and which packages. A file that breaks it fails here by name.

import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Area {
  /** Longest matching folder or file wins. */
  readonly path: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

const table: readonly Area[] = [
  { path: 'src/base', imports: [], packages: [] },
  { path: 'src/core', imports: ['src/base'], packages: [] },
  { path: 'src/contract', imports: ['src/base', 'src/core'], packages: ['valibot'] },
  {
    path: 'src/documents',
    imports: ['src/base', 'src/core'],
    // pngjs: the picture of a seal is made opaque, for PDF/A-1b has no transparency. @cantoo/pdf-lib: reads finished files.
    packages: ['pdfkit', 'qrcode', 'fontkit', 'pngjs', '@cantoo/pdf-lib', 'node:*'],
  },
  {
    path: 'src/controller',
    imports: ['src/base', 'src/core', 'src/contract', 'src/documents', 'hardware/classes'],
    packages: ['better-sqlite3', 'valibot', 'node:*'],
  },
  {
    path: 'src/ui',
    imports: ['src/base', 'src/core', 'src/contract'],
    packages: ['react', 'react-dom', 'zustand', 'vite'],
  },
  { path: 'src/panel', imports: ['src/base', 'src/contract'], packages: ['react', 'react-dom', 'vite'] },
  { path: 'src/console', imports: ['src/base', 'src/contract'], packages: ['react', 'react-dom', 'zustand', 'vite'] },
  {
    path: 'src/central',
    imports: ['src/base', 'src/core', 'src/contract', 'src/documents'],
    packages: ['fastify', '@electric-sql/pglite', 'pg', 'valibot', '@valibot/to-json-schema', 'node:*'],
  },
  {
    path: 'src/cli',
    imports: [
      'src/base',
      'src/core',
      'src/contract',
      'src/documents',
      'src/controller',
      'src/central',
      'hardware',
      'electron/find.ts',
    ],
    packages: ['valibot', 'node:*'],
  },
  { path: 'hardware/classes', imports: ['src/base'], packages: [] },
  { path: 'hardware/transport', imports: ['src/base'], packages: ['node:*'] },
  { path: 'hardware/transport/serial.ts', imports: ['src/base', 'hardware/transport'], packages: ['serialport'] },
  { path: 'hardware/transport/hid.ts', imports: ['src/base', 'hardware/transport'], packages: ['node-hid'] },
  { path: 'hardware/transport/serial-wire.ts', imports: ['src/base', 'hardware/transport'], packages: [] },
  { path: 'hardware/boards', imports: ['src/base', 'hardware/classes', 'hardware/transport'], packages: [] },
  { path: 'hardware/codecs', imports: ['src/base', 'hardware/boards'], packages: [] },
  {
    path: 'hardware/drivers',
    imports: ['src/base', 'hardware/classes', 'hardware/transport', 'hardware/boards'],
    packages: [],
  },
  {
    path: 'hardware/drivers/code-scanner-serial',
    imports: ['src/base', 'hardware/classes', 'hardware/transport'],
    packages: ['iconv-lite'],
  },
  {
    path: 'hardware/drivers/code-scanner-hidpos',
    imports: ['src/base', 'hardware/classes', 'hardware/transport'],
    packages: ['iconv-lite'],
  },
  {
    path: 'hardware/drivers/receipt-printer-escpos',
    imports: ['src/base', 'hardware/classes', 'hardware/transport'],
    packages: ['iconv-lite', 'fontkit', 'pngjs', 'qrcode', 'node:*'],
  },
  {
    path: 'hardware/drivers/document-printer-ipp',
    imports: ['src/base', 'hardware/classes', 'hardware/transport'],
    packages: ['@sealsystems/ipp', 'node:*'],
  },
  {
    path: 'hardware/hall',
    imports: ['src/base', 'src/core', 'src/contract', 'hardware'],
    packages: ['valibot', 'node:*'],
  },
  { path: 'hardware/registry', imports: ['src/base', 'src/contract', 'hardware'], packages: [] },
  { path: 'hardware/registry.ts', imports: ['src/base', 'src/contract', 'hardware'], packages: [] },
  { path: 'electron/bundle.ts', imports: ['src/base', 'electron'], packages: ['vite', 'node:*'] },
  // Makes the package; no part of it.
  { path: 'electron/package.ts', imports: ['electron'], packages: ['electron-builder', '@electron/fuses', 'node:*'] },
  {
    path: 'electron',
    // The one rule that the shell itself follows.
    imports: ['src/base', 'src/contract', 'src/controller', 'src/core/nightly-restart.ts', 'hardware'],
    packages: ['electron', 'node:*'],
  },
];

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function areaOf(file: string): Area | undefined {
  return table
    .filter(({ path }) => file === path || file.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? '');
}

function packageOf(name: string): string {
  if (name.startsWith('node:') || builtinModules.includes(name)) return 'node:*';
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function faultsOf(file: string): readonly string[] {
  const area = areaOf(file);
  if (area === undefined) return [`${file}: no area of the table holds it`];
  return importsOf(file).flatMap((name) => {
    if (!name.startsWith('.')) return area.packages.includes(packageOf(name)) ? [] : [`${file}: package ${name}`];
    const target = relative(root, resolve(root, dirname(file), name))
      .split(sep)
      .join('/');
    if (target === 'package.json') return [];
    const home = areaOf(target)?.path ?? target;
    const ownFolder = area.path.endsWith('.ts') ? dirname(area.path) : area.path;
    const allowed = [ownFolder, ...area.imports].some((path) => target === path || target.startsWith(`${path}/`));
    // A driver is alone in its folder: it never reaches into another driver's.
    const foreignDriver = /^hardware\/drivers\/([^/]+)/.exec(target)?.[1];
    const ownDriver = /^hardware\/drivers\/([^/]+)/.exec(file)?.[1];
    if (ownDriver !== undefined && foreignDriver !== undefined && ownDriver !== foreignDriver)
      return [`${file}: ${target}`];
    return allowed ? [] : [`${file}: ${target} (${home})`];
  });
}

describe('the import table', () => {
  const files = ['src', 'hardware', 'electron'].flatMap(sources);

  it('holds for every file', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.flatMap(faultsOf)).toEqual([]);
  });

  it('would notice a rule that imports a device', () => {
    expect(areaOf('src/core/step.ts')?.imports).not.toContain('hardware');
    expect(importsOf('hardware/transport/serial.ts').some((name) => packageOf(name) === 'serialport')).toBe(true);
  });

  it('lets only one file know the serial library', () => {
    expect(files.filter((file) => importsOf(file).some((name) => packageOf(name) === 'serialport'))).toEqual([
      'hardware/transport/serial.ts',
    ]);
  });
});

describe('the layout', () => {
  it('has nothing at the top but what is agreed', () => {
    const expected = [
      'src',
      'electron',
      'hardware',
      'migrations',
      'assets',
      'tests',
      'package.json',
      'package-lock.json',
      'electron-builder.yml',
      'README.md',
      'ARCHITECTURE.md',
      'CHANGELOG.md',
      'LICENSE',
      'biome.json',
      'knip.json',
      'vite.config.ts',
      'vitest.config.ts',
      'tsconfig.json',
      'tsconfig.core.json',
      'tsconfig.pages.json',
    ];
    const local = ['node_modules', 'build', 'dist', 'data', 'artefacts'];
    const found = readdirSync(root).filter((name) => !name.startsWith('.') && !local.includes(name));
    expect(found.filter((name) => !expected.includes(name))).toEqual([]);
  });

  it('starts every source file with a line that says what it is for', () => {
    const files = ['src', 'hardware', 'electron'].flatMap(sources);
    expect(
      files.filter((file) => !/^(#!.*\n)?(\/\/|\/\*\*?) ?\S/.test(readFileSync(join(root, file), 'utf8'))),
    ).toEqual([]);
  });
});
