// Source changes: what is done in memory to the shipped store before it is recorded, each by exact words of its source, so
// that the explorer is seen to find what such a change loses. Loaded with --import, ahead of the recorded program, whose
// arguments after the second name the changes.

import { registerHooks } from 'node:module';
import { certain } from '../../../src/base/result.ts';

interface SourceChange {
  readonly file: string;
  /** Recording fails when the source has these words no more. */
  readonly find: string;
  readonly put: string;
}

const pragma = "database.pragma('synchronous = full');";

const sourceChanges: Readonly<Record<string, SourceChange>> = {
  /** No fault: the journal is emptied into the database so often that a short recording has many of these moments. */
  shortJournal: {
    file: 'store/journal.ts',
    find: 'const pagesBeforeEmptying = 1_000;',
    put: 'const pagesBeforeEmptying = 40;',
  },
  /** What the library does by itself under WAL. The check that would refuse it is given what it wants to see. */
  synchronousNormal: { file: 'store/sound-database.ts', find: pragma, put: "database.pragma('synchronous = normal');" },
  believesNormal: { file: 'store/sound-database.ts', find: 'synchronous !== 2', put: 'synchronous !== 1' },
  /** The signed head is renamed into place before its bytes are on disk. */
  headNotSynced: { file: 'store/durable-file.ts', find: 'fsyncSync(handle);', put: '' },
};

const changes = process.argv.slice(4).map((name) => certain(sourceChanges[name], `source change ${name}`));

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const wanted = changes.filter(({ file }) => url.endsWith(`/${file}`));
    if (wanted.length === 0) return loaded;
    const source = wanted.reduce((text, { find, put }) => {
      if (!text.includes(find)) throw new Error(`${url} has no more "${find}"`);
      return text.replace(find, put);
    }, sourceText(loaded.source));
    return { ...loaded, source };
  },
});

function sourceText(source: unknown): string {
  if (typeof source === 'string') return source;
  if (source instanceof Uint8Array) return Buffer.from(source).toString('utf8');
  throw new Error('a module without a source text');
}
