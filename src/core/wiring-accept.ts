// Wiring accept: whether one opening of the acceptance showed what was learnt: this door, its own sensor and no other.

import type { Job, Sensor, WiringState } from './wiring.ts';
import type { DoorAnswer } from './wiring-learn.ts';
import { sameBit } from './wiring-look.ts';
import type { Seen, Verdict } from './wiring-opening.ts';

function sensorOf(state: WiringState, { board, channel }: Job): Sensor | null {
  const finding = state.findings.find((one) => one.board === board && one.channel === channel);
  return finding?.result.is === 'learnt' ? finding.result.sensor : null;
}

/**
 * The technician names the door without being told which one it should be, at every opening: an answer that only repeats
 * what the screen says proves nothing.
 */
export function acceptStep(
  state: WiringState,
  job: Extract<Job, { is: 'accept' }>,
  { flips, cameBack }: Seen,
  answer: DoorAnswer,
): Verdict {
  const sensor = sensorOf(state, job);
  if (sensor === null) return { is: 'failed', why: 'sensorChanged' };
  const [flip] = flips;
  const asLearnt = sensor.is === 'seen' && flips.length === 1 && flip !== undefined && sameBit(flip, sensor);
  const shutting: Verdict = {
    is: 'stage',
    stage: { is: 'shutting', cell: job.cell, sensor, openingMs: flip?.openingMs ?? null, saidAt: null },
  };
  if (cameBack) return { is: 'trouble', why: 'shutTooSoon' };
  if (flips.length > 1) return { is: 'trouble', why: 'twoSensors' };
  if (answer.opened === 'several') return { is: 'trouble', why: 'severalDoors' };
  if (answer.opened === 'none') {
    if (!answer.pulled) return { is: 'stage', stage: { is: 'asking', pulled: true } };
    return { is: 'trouble', why: flip === undefined ? 'nothingMoved' : 'sensorWithoutDoor' };
  }
  if (answer.opened !== job.cell) return { is: 'failed', why: 'wrongDoor' };
  if (sensor.is !== 'seen') return flip === undefined ? shutting : { is: 'failed', why: 'wrongSensor' };
  if (flip === undefined) return { is: 'trouble', why: 'noSensorSeen' };
  return asLearnt ? shutting : { is: 'failed', why: 'wrongSensor' };
}
