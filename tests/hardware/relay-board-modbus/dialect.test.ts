// What the dialect and the door's inputs take for an answer, frame by frame.

import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../hardware/classes/lock-board.ts';
import { modbusLockDialect } from '../../../hardware/drivers/relay-board-modbus/dialect.ts';
import {
  type HallDoorWiring,
  inputsAfter,
  inputsSay,
  unreadInputs,
} from '../../../hardware/drivers/relay-board-modbus/hall-door-inputs.ts';
import {
  type ModbusFrame,
  readInputs,
  readRelays,
  timedOn,
  writeRelay,
} from '../../../hardware/drivers/relay-board-modbus/protocol.ts';
import { toHex } from '../../../src/base/bytes.ts';

const { query, queryAnswer, unlock, unlockAnswer } = modbusLockDialect;
const relay3 = 3 as Channel;

describe('the dialect', () => {
  it('asks for inputs and fires with a timed pulse, as published', () => {
    expect(toHex(query(1, 8))).toBe('01020000000879cc');
    expect(toHex(unlock(1, 1 as Channel, 700))).toBe('0105020000078db0');
    expect(toHex(unlock(1, 2 as Channel, 800))).toBe('0105020100089c74');
  });

  it.each<[string, ModbusFrame, object | undefined]>([
    ['inputs', { is: 'bits', unit: 5, of: readInputs, bits: Uint8Array.of(0b101) }, { is: 'bits' }],
    ['relays', { is: 'bits', unit: 5, of: readRelays, bits: Uint8Array.of(0) }, undefined],
    ['another unit', { is: 'bits', unit: 4, of: readInputs, bits: Uint8Array.of(0) }, undefined],
    ['a refusal', { is: 'exception', unit: 5, function: readInputs, code: 2 }, { is: 'refused' }],
    ['a refusal by another unit', { is: 'exception', unit: 4, function: readInputs, code: 2 }, undefined],
    ['a refusal of something else', { is: 'exception', unit: 5, function: writeRelay, code: 2 }, undefined],
    ['an echo', { is: 'echo' }, undefined],
  ])('hears %s', (_, frame, answer) => {
    if (answer === undefined) expect(queryAnswer(frame, 5)).toBeUndefined();
    else expect(queryAnswer(frame, 5)).toMatchObject(answer);
  });

  it.each<[string, ModbusFrame, object | undefined]>([
    ['the order itself', { is: 'written', unit: 5, address: timedOn + 2, value: 5 }, { is: 'done' }],
    ['another relay', { is: 'written', unit: 5, address: timedOn + 1, value: 5 }, undefined],
    ['a plain ON', { is: 'written', unit: 5, address: 2, value: 0xff00 }, undefined],
    ['another time', { is: 'written', unit: 5, address: timedOn + 2, value: 6 }, undefined],
    ['another unit', { is: 'written', unit: 6, address: timedOn + 2, value: 5 }, undefined],
    ['no such function', { is: 'exception', unit: 5, function: writeRelay, code: 1 }, { lasting: true }],
    ['no such address', { is: 'exception', unit: 5, function: writeRelay, code: 2 }, { lasting: true }],
    ['a busy board', { is: 'exception', unit: 5, function: writeRelay, code: 6 }, { lasting: false }],
  ])('takes for the answer to a pulse or not: %s', (_, frame, answer) => {
    if (answer === undefined) expect(unlockAnswer?.(frame, 5, relay3, 500)).toBeUndefined();
    else expect(unlockAnswer?.(frame, 5, relay3, 500)).toMatchObject(answer);
  });
});

describe('an input of the door', () => {
  const wiring: HallDoorWiring = {
    contact: { number: 1, closedWhen: 'on' },
    exitButton: { number: 2, pressedWhen: 'on' },
    fire: { number: 10, alarmWhen: 'off' },
  };
  const allWell = Uint8Array.of(0b01, 0b10);
  const allBad = Uint8Array.of(0b10, 0b00);

  it.each([
    [49, { contact: 'closed', exitButton: 'released', fire: 'quiet', tamper: 'absent' }],
    [50, { contact: 'open', exitButton: 'pressed', fire: 'alarm', tamper: 'absent' }],
  ])('that is read anew for %i ms says %j', (lasted, says) => {
    const first = inputsAfter(unreadInputs, { wiring, bits: allWell, at: 0 });
    expect(inputsSay(first, wiring)).toMatchObject({ contact: 'unknown', exitButton: 'unknown', fire: 'unknown' });
    const known = inputsAfter(first, { wiring, bits: allWell, at: 50 });
    const doubt = inputsAfter(known, { wiring, bits: allBad, at: 100 });
    const again = inputsAfter(doubt, { wiring, bits: allBad, at: 100 + lasted });
    expect(inputsSay(again, wiring)).toEqual(says);
  });
});
