// A power cut at any moment of the store's life, with any part of what was not synced: nothing acknowledged is lost. And the
// same exploration finds what a store with a weaker promise loses.

import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/base/random.ts';
import { missingForStrace } from '../../support/counted-syncs.ts';
import { createDisk } from './disk.ts';
import { type Exploration, explore } from './explore.ts';
import { type RecordingOptions, recordStore } from './write-log.ts';

function explored(options: RecordingOptions, states: number): Exploration {
  const recording = recordStore(options);
  try {
    return explore(recording, { states, storeEvery: 20, seed: 1 });
  } finally {
    recording.remove();
  }
}

const title = missingForStrace === undefined ? '' : ` (skipped: ${missingForStrace} is missing)`;

describe.skipIf(missingForStrace !== undefined)(`the store at a power cut${title}`, () => {
  it.each([
    ['as it is shipped', []],
    ['with its journal emptied every few steps', ['shortJournal']],
  ])('loses nothing that it acknowledged, %s', (_, changes) => {
    const { states, byStore, losses, examples, moments } = explored({ steps: 30, changes }, 800);
    expect({ losses, examples }).toEqual({ losses: 0, examples: [] });
    expect(moments).toBeGreaterThan(300);
    expect(states).toBeGreaterThanOrEqual(800);
    expect(byStore).toBeGreaterThanOrEqual(40);
  });

  it.each([
    ['does not wait for the disk', ['synchronousNormal', 'believesNormal'], /acknowledged rows are lost/],
    ['renames its signed head before it is on disk', ['headNotSynced'], /the signed head is torn/],
  ])('is seen to lose something when it %s', (_, changes, example) => {
    const { losses, examples } = explored({ steps: 12, changes }, 400);
    expect(losses).toBeGreaterThan(20);
    expect(examples.join('\n')).toMatch(example);
  });

  it('does not even open when it would not wait for the disk', () => {
    expect(() => recordStore({ steps: 1, changes: ['synchronousNormal'] })).toThrow('the database is not durable');
  });
});

describe('the disk at a power cut', () => {
  const random = seededRandom(3);
  const page = (fill: number) => Buffer.alloc(1_024, fill);

  it('keeps what was synced, in a file and under its name, and of the rest what chance keeps', () => {
    const disk = createDisk();
    disk.take({ is: 'name', name: 'a', file: 1 });
    disk.take({ is: 'write', file: 1, at: 0, bytes: page(1) });
    expect(disk.cut('none', random).image.size).toBe(0);
    disk.take({ is: 'syncFile', file: 1 });
    expect(disk.cut('none', random).image.size).toBe(0);
    disk.take({ is: 'syncFolder' });
    expect(disk.cut('none', random).image.get('a')).toEqual(page(1));
    disk.take({ is: 'write', file: 1, at: 1_024, bytes: page(2) });
    expect(disk.cut('none', random).image.get('a')).toEqual(page(1));
    expect(disk.cut('all', random).image.get('a')).toEqual(Buffer.concat([page(1), page(2)]));
    expect(disk.cut('none', random).image.get('a')).toEqual(page(1));
  });

  it('tears a write at sectors, with nothing where a later one came first', () => {
    const disk = createDisk();
    disk.take({ is: 'name', name: 'a', file: 1 });
    disk.take({ is: 'syncFolder' });
    disk.take({ is: 'write', file: 1, at: 0, bytes: page(1) });
    const found = new Set(
      Array.from({ length: 60 }, () => {
        const bytes = disk.cut('torn', random).image.get('a') ?? Buffer.alloc(0);
        return [bytes[0] ?? 'end', bytes[512] ?? 'end'].join();
      }),
    );
    expect([...found].sort()).toEqual(['0,1', '1,1', '1,end', 'end,end']);
  });

  it('has a renamed file under its new name with its old bytes or none, when it was not synced', () => {
    const disk = createDisk();
    disk.take({ is: 'name', name: 'new', file: 1 });
    disk.take({ is: 'write', file: 1, at: 0, bytes: page(1) });
    disk.take({ is: 'move', from: 'new', to: 'head' });
    disk.take({ is: 'syncFolder' });
    expect([...disk.cut('none', random).image]).toEqual([['head', Buffer.alloc(0)]]);
    disk.take({ is: 'cutTo', file: 1, length: 512 });
    expect([...disk.cut('all', random).image]).toEqual([['head', page(1).subarray(0, 512)]]);
  });
});
