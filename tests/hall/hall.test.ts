// The simulated hall and the production devices, end to end over TCP: what people do there is what the drivers tell.

import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardEvent } from '../../hardware/classes/card-reader.ts';
import { channelOf } from '../../hardware/classes/lock-board.ts';
import { decodeCard, encodeCardText } from '../../hardware/drivers/card-reader-sam/card.ts';
import { cardOf } from '../../hardware/hall/person-card.ts';
import { toHex } from '../../src/base/bytes.ts';
import { certain } from '../../src/base/result.ts';
import { parseSite } from '../../src/contract/config.ts';
import { syntheticPeople } from '../../src/contract/synthetic-people.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { type HallBench, startHallBench } from '../support/hall-bench.ts';
import { until } from '../support/until.ts';

const done = { ok: true, value: undefined };
const refused = (problem: string) => ({ ok: false, problem });

let bench: HallBench;
beforeEach(async () => {
  bench = await startHallBench();
});
afterEach(() => bench.end());

function channel(number: number) {
  const result = channelOf(number);
  if (!result.ok) throw new Error('no channel');
  return result.value;
}

async function openA01() {
  const board = certain(bench.devices().boards.get('board1'), 'board1');
  await until(() => board.door(channel(1)) === 'closed', 'the board to be read');
  expect((await board.pulse(channel(1))).ok).toBe(true);
  await until(() => bench.cell('A01').door === 'open', 'the door to spring open');
  return board;
}

const a01 = cellIdOf('A01');

describe('the simulated hall', () => {
  it('LD1 holds a code before the scanner, which tells it to whoever made it look', async () => {
    const scanner = certain(bench.devices().codeScanner, 'the scanner');
    const codes: string[] = [];
    scanner.onCode(({ text }) => codes.push(text));
    await until(() => scanner.state().is === 'ready', 'the scanner to answer');
    expect(await bench.hall().do({ do: 'holdCode', code: 'CELL:A01' })).toEqual(done);
    expect((await scanner.arm(10_000)).ok).toBe(true);
    await until(() => codes.length > 0, 'the code');
    expect(codes).toEqual(['CELL:A01']);
  });

  it('gives the devices part of a valid site file', () => {
    const site = {
      kiosk: 'trial-hall',
      point: { name: { zh: '试用', en: 'Trial' }, phone: '021-0000 0000' },
      hours: { office: [] },
      central: { url: 'http://127.0.0.1:1' },
      ...bench.hall().site,
    };
    const parsed = parseSite(JSON.stringify(site));
    expect(parsed.ok ? [] : parsed.problem.lines).toEqual([]);
    if (parsed.ok) expect(parsed.value.devices).toEqual(bench.hall().site.devices);
  });

  it.each(syntheticPeople)('makes a card for $id that can be read', (person) => {
    const card = cardOf(person);
    const read = decodeCard(encodeCardText(card), card.photo);
    expect(read).toEqual({ ok: true, value: card });
  });

  it('lets a reader see a card come, read it, and see it go', async () => {
    const person = certain(syntheticPeople[0], 'a person');
    const events: CardEvent[] = [];
    bench.devices().kioskReader.onCard((event) => events.push(event));
    expect(await bench.hall().do({ do: 'layCard', person: person.id, reader: 'kioskReader' })).toEqual(done);
    await until(() => events.some((event) => event.is === 'read'), 'the card to be read');
    const read = events.find((event) => event.is === 'read');
    expect({ ...read?.card, photo: undefined }).toEqual({ ...cardOf(person), photo: undefined });
    expect(await bench.hall().do({ do: 'takeCard', reader: 'kioskReader' })).toEqual(done);
    await until(() => events.at(-1)?.is === 'removed', 'the card to be missed');
  });

  it('has each card in one place only', async () => {
    const hall = bench.hall();
    expect(await hall.do({ do: 'layCard', person: 'nobody', reader: 'hallReader' })).toEqual(refused('noSuchPerson'));
    expect(await hall.do({ do: 'layCard', person: 'li-si', reader: 'hallReader' })).toEqual(done);
    expect(await hall.do({ do: 'layCard', person: 'wang-wu', reader: 'hallReader' })).toEqual(refused('readerTaken'));
    expect(await hall.do({ do: 'layCard', person: 'li-si', reader: 'kioskReader' })).toEqual(done);
    expect(await hall.do({ do: 'takeCard', reader: 'hallReader' })).toEqual(refused('noCard'));
    expect(hall.state().people.find(({ id }) => id === 'li-si')?.at).toBe('kioskReader');
  });

  it('opens the one door that was ordered, and shuts it when it is pushed', async () => {
    const board = await openA01();
    const cells = bench
      .hall()
      .state()
      .banks.flatMap(({ columns }) => columns.flat());
    expect(cells.filter(({ door }) => door === 'open').map(({ cell }) => cell)).toEqual(['A01']);
    await until(() => board.door(channel(1)) === 'open', 'the sensor to say so');
    expect(await bench.hall().do({ do: 'pushShut', cell: a01 })).toEqual(done);
    await until(() => board.door(channel(1)) === 'closed', 'the sensor to say that it is shut');
    expect(await bench.hall().do({ do: 'pull', cell: a01 })).toEqual(refused('locked'));
    expect(await bench.hall().do({ do: 'pushShut', cell: a01 })).toEqual(refused('doorShut'));
  });

  it('keeps a jammed lock shut', async () => {
    await bench.hall().do({ do: 'jam', cell: a01, jammed: true });
    const board = certain(bench.devices().boards.get('board1'), 'board1');
    await until(() => board.door(channel(1)) === 'closed', 'the board to be read');
    expect(await board.pulse(channel(1))).toEqual({ ok: true, value: { acknowledged: true } });
    expect(bench.cell('A01')).toMatchObject({ door: 'shut', jammed: true });
  });

  it('moves things only through open doors, one in each cell, and loses none', async () => {
    const hall = bench.hall();
    const [first, second] = hall.state().hands;
    const thing = certain(first, 'a thing');
    expect(await hall.do({ do: 'putIn', cell: a01, thing: thing.id })).toEqual(refused('doorShut'));
    await hall.do({ do: 'openByKey', cell: a01 });
    expect(await hall.do({ do: 'takeOut', cell: a01 })).toEqual(refused('cellEmpty'));
    expect(await hall.do({ do: 'putIn', cell: a01, thing: thing.id })).toEqual(done);
    expect(await hall.do({ do: 'putIn', cell: a01, thing: thing.id })).toEqual(refused('notInHand'));
    expect(await hall.do({ do: 'putIn', cell: a01, thing: certain(second, 'a thing').id })).toEqual(
      refused('cellFull'),
    );
    expect(bench.cell('A01').thing).toEqual(thing);
    await hall.do({ do: 'pushShut', cell: a01 });
    expect(await hall.do({ do: 'takeOut', cell: a01 })).toEqual(refused('doorShut'));
    await hall.do({ do: 'openByKey', cell: a01 });
    expect(await hall.do({ do: 'takeOut', cell: a01 })).toEqual(done);
    expect(hall.state().hands).toContainEqual(thing);
    expect(await hall.do({ do: 'takeOut', cell: cellIdOf('Z99') })).toEqual(refused('noSuchCell'));
  });

  it('keeps a picture of each slip until somebody takes it', async () => {
    const hall = bench.hall();
    const printer = certain(bench.devices().receiptPrinter, 'the printer');
    await until(() => printer.state().is === 'ready', 'the printer to be ready');
    const outcome = await printer.print({ job: '7', blocks: [{ is: 'text', text: '缴费凭证', size: 2 }] });
    expect(outcome).toEqual({ is: 'printed' });
    expect(hall.state().papers).toMatchObject([{ number: 1, is: 'slip', taken: false }]);
    const picture = PNG.sync.read(await readFile(certain(hall.paperFile(1, 'png'), 'the picture')));
    expect(picture.data.some((value) => value < 60)).toBe(true);
    expect(await hall.do({ do: 'takePaper', number: 1 })).toEqual(done);
    expect(await hall.do({ do: 'takePaper', number: 1 })).toEqual(refused('noSuchPaper'));
    expect(hall.state().papers[0]?.taken).toBe(true);
  });

  it('has a roll that runs out and a cover that opens', async () => {
    const hall = bench.hall();
    const printer = certain(bench.devices().receiptPrinter, 'the printer');
    const becomes = (state: object) =>
      until(() => JSON.stringify(printer.state()) === JSON.stringify(state), JSON.stringify(state));
    await becomes({ is: 'ready' });
    await hall.do({ do: 'setRoll', roll: 'out' });
    await becomes({ is: 'blocked', why: 'paperOut' });
    await hall.do({ do: 'setRoll', roll: 'low' });
    await becomes({ is: 'low', what: 'paper' });
    await hall.do({ do: 'setRoll', roll: 'full' });
    await hall.do({ do: 'setCover', open: true });
    await becomes({ is: 'blocked', why: 'coverOpen' });
    await hall.do({ do: 'setCover', open: false });
    await becomes({ is: 'ready' });
  });

  it('keeps each document, and holds it back while the tray is empty or the paper jammed', async () => {
    const hall = bench.hall();
    const printer = certain(bench.devices().documentPrinter, 'the printer');
    const pdf = new TextEncoder().encode('%PDF-1.7 not quite');
    expect(await printer.print({ job: 'j1', pdf, pages: 1 })).toEqual({ is: 'printed' });
    expect(hall.state().papers).toMatchObject([{ number: 1, is: 'document', taken: false }]);
    expect(new Uint8Array(await readFile(certain(hall.paperFile(1, 'pdf'), 'the file')))).toEqual(pdf);
    for (const [tray, why] of [
      ['out', 'paperOut'],
      ['jam', 'paperJam'],
    ] as const) {
      await hall.do({ do: 'setTray', tray });
      expect(await printer.print({ job: `j-${tray}`, pdf, pages: 1 })).toEqual({ is: 'notStarted', why });
    }
    await hall.do({ do: 'setTray', tray: 'full' });
    expect(await printer.print({ job: 'j2', pdf, pages: 1 })).toEqual({ is: 'printed' });
    expect(hall.state().papers.map(({ number }) => number)).toEqual([2, 1]);
    const asked = hall.trace.frames().filter(({ line, to }) => line === 'documentPrinter' && to === 'device');
    expect(asked.length).toBeGreaterThan(0);
    await hall.do({ do: 'plug', line: 'documentPrinter', plugged: false });
    expect(await printer.print({ job: 'j3', pdf, pages: 1 })).toMatchObject({ is: 'notStarted' });
  });

  it('lets a person through the hall door only when it is released', async () => {
    const hall = bench.hall();
    const door = certain(bench.devices().hallDoor, 'the door');
    await until(() => door.inputs().contact === 'closed', 'the door to be read');
    expect(await hall.do({ do: 'pushHallDoor' })).toEqual(refused('locked'));
    expect((await door.release(5_000)).ok).toBe(true);
    expect(hall.state().hallDoor.strike).toBe('released');
    expect(await hall.do({ do: 'pushHallDoor' })).toEqual(done);
    await until(() => door.inputs().contact === 'open', 'the contact to say open');
    expect(await hall.do({ do: 'shutHallDoor' })).toEqual(done);
    expect(await hall.do({ do: 'shutHallDoor' })).toEqual(refused('doorShut'));
    await until(() => door.inputs().contact === 'closed', 'the contact to say closed');
  });

  it('lets people out by the button, whatever the software does', async () => {
    const hall = bench.hall();
    await hall.do({ do: 'plug', line: 'hallDoor', plugged: false });
    await hall.do({ do: 'pressExit' });
    expect(await hall.do({ do: 'pushHallDoor' })).toEqual(done);
  });

  it('has a fire panel that frees the door by itself, and a box that can be opened', async () => {
    const hall = bench.hall();
    await hall.do({ do: 'plug', line: 'hallDoor', plugged: false });
    expect(await hall.do({ do: 'setFire', on: true })).toEqual(done);
    expect(hall.state().hallDoor).toMatchObject({ fire: true, strike: 'released' });
    expect(await hall.do({ do: 'pushHallDoor' })).toEqual(done);
    expect(await hall.do({ do: 'setFire', on: false })).toEqual(done);
    expect(await hall.do({ do: 'setTamper', open: true })).toEqual(done);
    expect(hall.state().hallDoor).toEqual({ leaf: 'open', strike: 'held', fire: false, tampered: true });
  });

  it('has plugs: a device is offline while its line is out, and comes back on the same port', async () => {
    const hall = bench.hall();
    const { kioskReader } = bench.devices();
    const line = () => hall.state().lines.find((one) => one.line === 'kioskReader');
    await until(() => kioskReader.state().is === 'ready', 'the reader to be ready');
    expect(line()).toEqual({ line: 'kioskReader', plugged: true, connected: true, faults: {} });
    expect(await hall.do({ do: 'plug', line: 'kioskReader', plugged: false })).toEqual(done);
    await until(() => kioskReader.state().is === 'offline', 'the reader to be missed');
    expect(line()).toMatchObject({ plugged: false, connected: false });
    expect(await hall.do({ do: 'plug', line: 'kioskReader', plugged: true })).toEqual(done);
    await until(() => kioskReader.state().is === 'ready', 'the reader to come back');
  });

  it('has boards that lose their power one by one', async () => {
    const hall = bench.hall();
    const { boards } = bench.devices();
    const is = (name: string) => certain(boards.get(name), name).state().is;
    await until(() => is('board1') === 'ready' && is('board2') === 'ready', 'both boards');
    expect(await hall.do({ do: 'killBoard', board: 'board2', dead: true })).toEqual(done);
    await until(() => is('board2') === 'offline', 'board 2 to be missed');
    expect(is('board1')).toBe('ready');
    expect(await hall.do({ do: 'killBoard', board: 'board9', dead: true })).toEqual(refused('noSuchBoard'));
  });

  it('spoils a line as it was told, at once and for those who connect later', async () => {
    const hall = bench.hall();
    await hall.do({ do: 'setFaults', line: 'kioskReader', faults: { dead: true } });
    const { kioskReader } = bench.devices();
    await until(() => hall.state().lines.some((one) => one.line === 'kioskReader' && one.connected), 'a connection');
    expect((await kioskReader.test()).passed).toBe(false);
    await hall.do({ do: 'setFaults', line: 'kioskReader', faults: { pieceBytes: 3 } });
    await until(() => kioskReader.state().is === 'ready', 'the reader to be heard in pieces');
  });

  it('traces every line, but nothing of what a card says', async () => {
    const hall = bench.hall();
    const events: CardEvent[] = [];
    const devices = bench.devices();
    devices.kioskReader.onCard((event) => events.push(event));
    await hall.do({ do: 'layCard', person: 'zhang-san', reader: 'kioskReader' });
    await until(() => events.some((event) => event.is === 'read'), 'the card to be read');
    const frames = hall.trace.frames();
    expect(new Set(frames.map(({ line }) => line))).toContain('cabinet');
    const long = frames.find(({ line, to, length }) => line === 'kioskReader' && to === 'computer' && length > 1_000);
    expect(long?.hex).toMatch(/^aaaaaa9669[0-9a-f]{4}000090$/);
    const number = toHex(Uint8Array.from([...'11010519491231002X'].flatMap((digit) => [digit.charCodeAt(0), 0])));
    expect(frames.some(({ hex }) => hex.includes(number.slice(0, 16)))).toBe(false);
  });

  it('shows no piece of a card either when a line tears answers apart', async () => {
    const hall = bench.hall();
    await hall.do({ do: 'setFaults', line: 'kioskReader', faults: { pieceBytes: 40 } });
    const events: CardEvent[] = [];
    bench.devices().kioskReader.onCard((event) => events.push(event));
    await hall.do({ do: 'layCard', person: 'zhang-san', reader: 'kioskReader' });
    await until(() => events.some((event) => event.is === 'read'), 'the card to be read');
    const pieces = hall.trace.frames().filter(({ line, to }) => line === 'kioskReader' && to === 'computer');
    expect(pieces.filter(({ hex }) => hex !== '' && !hex.startsWith('aaaaaa9669'))).toEqual([]);
    expect(Math.max(...pieces.map(({ hex }) => hex.length))).toBeLessThanOrEqual(22);
    expect(pieces.some(({ hex, length }) => hex === '' && length === 40)).toBe(true);
  });

  it('is the same after a restart, on the same ports', async () => {
    const hall = bench.hall();
    const thing = certain(hall.state().hands[0], 'a thing');
    await hall.do({ do: 'openByKey', cell: a01 });
    await hall.do({ do: 'putIn', cell: a01, thing: thing.id });
    await hall.do({ do: 'jam', cell: cellIdOf('B02'), jammed: true });
    await hall.do({ do: 'layCard', person: 'zhang-san', reader: 'hallReader' });
    await hall.do({ do: 'setRoll', roll: 'low' });
    await hall.do({ do: 'setTray', tray: 'out' });
    await hall.do({ do: 'setCover', open: true });
    await hall.do({ do: 'pressExit' });
    await hall.do({ do: 'pushHallDoor' });
    const before = { state: hall.state(), site: hall.site };
    await bench.restart();
    const { state, site } = { state: bench.hall().state(), site: bench.hall().site };
    expect(site).toEqual(before.site);
    expect({ ...state, hallDoor: state.hallDoor.leaf }).toEqual({ ...before.state, hallDoor: 'open' });
    expect(state.hallDoor.strike).toBe('held');
    expect(state.banks[0]?.columns[0]?.[0]).toMatchObject({ cell: 'A01', door: 'open', thing });
  });

  it('begins afresh when its file is damaged, and keeps the file', async () => {
    const path = join(bench.folder, 'hall.json');
    await bench.hall().do({ do: 'openByKey', cell: a01 });
    await bench.hall().close();
    writeFileSync(path, '{"ports":');
    await bench.restart();
    expect(bench.cell('A01').door).toBe('shut');
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe('{"ports":');
  });
});
