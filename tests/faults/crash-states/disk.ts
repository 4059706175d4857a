// Disk: what may be left of the recorded writes when the power goes. Synced data is there; of the rest, everything that a
// disk and a file system may do: nothing, all, any part of the writes, any sectors of them, in any order.

import type { Random } from '../../../src/base/random.ts';
import type { Operation } from './write-log.ts';

export type CutMode = 'none' | 'all' | 'some' | 'torn';

const sectorBytes = 512;

type DataOperation = Extract<Operation, { is: 'write' | 'cutTo' }>;
type NameOperation = Extract<Operation, { is: 'name' | 'move' | 'remove' }>;

interface Content {
  bytes: Buffer;
  length: number;
}

/** The files by name. */
export type Image = ReadonlyMap<string, Buffer>;

export interface Disk {
  /** The operating system has this now; `told` is none of the disk's business. */
  take(operation: Exclude<Operation, { is: 'told' }>): void;
  /** How many operations are not synced. */
  pending(): number;
  /** One legal image, and a text that is the same for the same choice of unsynced operations. */
  cut(mode: CutMode, random: Random): { readonly image: Image; readonly choice: string };
}

export function createDisk(): Disk {
  const contents = new Map<number, Content>();
  const names = new Map<string, number>();
  let data: DataOperation[] = [];
  /** A journalling file system keeps the order of these: some of the first are there, never a later one alone. */
  let naming: NameOperation[] = [];
  let version = 0;

  return {
    take(operation) {
      switch (operation.is) {
        case 'write':
        case 'cutTo':
          data.push(operation);
          return;
        case 'name':
        case 'move':
        case 'remove':
          naming.push(operation);
          return;
        case 'syncFile':
          for (const one of data) if (one.file === operation.file) apply(contents, one);
          data = data.filter(({ file }) => file !== operation.file);
          version += 1;
          return;
        case 'syncFolder':
          for (const one of naming) rename(names, one);
          naming = [];
          version += 1;
      }
    },
    pending: () => data.length + naming.length,
    cut(mode, random) {
      const named = new Map(names);
      const keptNames = mode === 'none' ? 0 : mode === 'all' ? naming.length : random.between(0, naming.length);
      for (const one of naming.slice(0, keptNames)) rename(named, one);
      const kept = data.flatMap((one): readonly DataOperation[] => {
        if (mode === 'all') return [one];
        if (mode === 'none' || random.next() < 0.5) return [];
        return mode === 'torn' ? tear(one, random) : [one];
      });
      const touched = new Map<number, Content>();
      for (const one of kept) {
        if (!touched.has(one.file)) touched.set(one.file, copyOf(contents.get(one.file)));
        apply(touched, one);
      }
      const image = new Map<string, Buffer>();
      for (const [name, file] of named) {
        const content = touched.get(file) ?? contents.get(file);
        image.set(name, content === undefined ? Buffer.alloc(0) : content.bytes.subarray(0, content.length));
      }
      const parts = kept.map((one) =>
        one.is === 'write' ? `${one.file}@${one.at}+${one.bytes.length}` : `${one.file}<`,
      );
      return { image, choice: `${version}/${keptNames}/${parts.join()}` };
    },
  };
}

function copyOf(content: Content | undefined): Content {
  return content === undefined
    ? { bytes: Buffer.alloc(0), length: 0 }
    : { bytes: Buffer.from(content.bytes), length: content.length };
}

function apply(contents: Map<number, Content>, operation: DataOperation): void {
  const content = contents.get(operation.file) ?? { bytes: Buffer.alloc(0), length: 0 };
  const end = operation.is === 'write' ? operation.at + operation.bytes.length : operation.length;
  if (end > content.bytes.length) {
    const larger = Buffer.alloc(Math.max(end, 2 * content.bytes.length));
    content.bytes.copy(larger, 0, 0, content.length);
    content.bytes = larger;
  }
  if (operation.is === 'write') {
    operation.bytes.copy(content.bytes, operation.at);
    content.length = Math.max(content.length, end);
  } else {
    content.bytes.fill(0, end, Math.max(end, content.length));
    content.length = end;
  }
  contents.set(operation.file, content);
}

function rename(names: Map<string, number>, operation: NameOperation): void {
  switch (operation.is) {
    case 'name':
      names.set(operation.name, operation.file);
      return;
    case 'remove':
      names.delete(operation.name);
      return;
    case 'move': {
      const file = names.get(operation.from);
      if (file !== undefined) names.set(operation.to, file);
      names.delete(operation.from);
    }
  }
}

/** Each sector that the write touches is there or not. */
function tear(operation: DataOperation, random: Random): readonly DataOperation[] {
  if (operation.is === 'cutTo') return [operation];
  const kept: DataOperation[] = [];
  const end = operation.at + operation.bytes.length;
  for (let at = operation.at; at < end; ) {
    const next = Math.min(end, (Math.floor(at / sectorBytes) + 1) * sectorBytes);
    if (random.next() < 0.5)
      kept.push({ ...operation, at, bytes: operation.bytes.subarray(at - operation.at, next - operation.at) });
    at = next;
  }
  return kept;
}
