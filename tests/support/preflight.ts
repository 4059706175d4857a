// Apache PDFBox Preflight: says whether files are PDF/A-1b. Made by others, and the same for everybody.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certain } from '../../src/base/result.ts';

const packages = {
  preflight: 'libpdfbox2-java',
  pdfbox2: 'libpdfbox2-java',
  fontbox2: 'libfontbox2-java',
  xmpbox: 'libpdfbox2-java',
  'commons-logging': 'libcommons-logging-java',
  'commons-io': 'libcommons-io-java',
  'jaxb-api': 'libjaxb-api-java',
  'javax.activation': 'libactivation-java',
};
const jarOf = (name: string) => `/usr/share/java/${name}.jar`;
const lacking = Object.entries(packages).find(([name]) => !existsSync(jarOf(name)));

/** Undefined when all is there; else what is missing, for the title of the tests that are skipped. */
export const missingForPreflight =
  lacking !== undefined ? lacking[1] : spawnSync('java', ['-version']).status === 0 ? undefined : 'java';

/** For each file by its name, what is wrong with it; nothing for an archival one. One JVM for all. */
export function preflight(files: Readonly<Record<string, Uint8Array>>): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nighthall-preflight-'));
  try {
    for (const [name, pdf] of Object.entries(files)) writeFileSync(join(folder, name), pdf);
    writeFileSync(join(folder, 'list'), Object.keys(files).join('\n'));
    const classPath = Object.keys(packages).map(jarOf).join(':');
    execFileSync(
      'java',
      // Its cache of the fonts of this machine stays in the folder too.
      [
        `-Dpdfbox.fontcache=${folder}`,
        '-cp',
        classPath,
        'org.apache.pdfbox.preflight.Validator_A1b',
        'xml',
        'group',
        'list',
      ],
      { cwd: folder, stdio: 'pipe' },
    );
    return verdicts(readFileSync(join(folder, 'list.preflight.xml'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdicts(xml: string): ReadonlyMap<string, readonly string[]> {
  const found = [...xml.matchAll(/<preflight name="([^"]+)">(.*?)<\/preflight>/gs)];
  return new Map(
    found.map(([, name = '', report = '']) => {
      const valid = certain(/<isValid type="PDF\/A1-b">(true|false)</.exec(report)?.[1], 'a verdict');
      const details = [...report.matchAll(/<details>(.*?)<\/details>/gs)].map(([, text = '']) => text);
      return [name, valid === 'true' ? [] : ['not valid', ...details]];
    }),
  );
}
