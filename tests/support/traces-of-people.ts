// Traces of people: looks for ID numbers and full names of the synthetic people in the bytes and names of files.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type SyntheticPerson, syntheticPeople } from '../../src/contract/synthetic-people.ts';

/** Programs on the way write text in either form; a database keeps UTF-8, a card UTF-16 little endian. */
const encodings = ['utf8', 'utf16le'] as const;

function wordsOf({ idNumber, passNumber, name, englishName }: SyntheticPerson): readonly string[] {
  return [idNumber, name, ...(passNumber === undefined ? [] : [passNumber]), ...(englishName ? [englishName] : [])];
}

export function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}

/** Names the persons (by their short id) whose words are in those bytes. */
export function peopleIn(bytes: Uint8Array): readonly string[] {
  const all = Buffer.from(bytes);
  return syntheticPeople
    .filter((person) =>
      wordsOf(person).some((word) => encodings.some((encoding) => all.includes(Buffer.from(word, encoding)))),
    )
    .map(({ id }) => id);
}

/** One line for each file that says who somebody is, in its bytes or in its name below the folder. */
export function tracesOfPeople(files: readonly string[], folder: string): readonly string[] {
  return files.flatMap((file) => {
    const path = relative(folder, file);
    const found = [...peopleIn(Buffer.from(path)), ...peopleIn(readFileSync(file))];
    return found.length === 0 ? [] : [`${path}: ${found.join(', ')}`];
  });
}
