// Mutant: one deliberate mistake in the product, made while the tests load it and nowhere else, and the tests that must
// notice.

export interface Mutant {
  /** Short, unique, in the words of the mistake. */
  readonly id: string;
  /** What a careless change could break. */
  readonly what: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly put: string;
  /** Test files of which at least one test must fail. */
  readonly caughtBy: readonly string[];
}

/** Throws when the text is not there exactly once: the product has moved on, and the mutant must be made anew. */
export function mutated(source: string, { id, file, find, put }: Mutant): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`mutant ${id}: its text stands ${parts.length - 1} times in ${file}`);
  return parts.join(put);
}
