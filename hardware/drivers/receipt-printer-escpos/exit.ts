// Exit: the mouth of the simulated printer, where slips hang until someone takes them or a presenter draws them in.

import type { Clock } from '../../../src/base/clock.ts';
import type { Undo } from '../../../src/base/undo.ts';
import type { LeftSlip } from './profiles.ts';
import type { SimulatedPaper } from './slip.ts';

export interface Exit {
  add(paper: SimulatedPaper): void;
  /** Every piece of paper that was ever cut or torn off, oldest first. */
  papers(): readonly SimulatedPaper[];
  hanging(): readonly SimulatedPaper[];
  /** Drawn in by the presenter, into the bin inside. */
  retracted(): readonly SimulatedPaper[];
  /** Holds what hangs there; unless it is taken within `seconds`, draws it in or lets it fall. */
  present(left: LeftSlip, seconds: number): void;
  retract(): void;
  take(): readonly SimulatedPaper[];
}

export function createExit(clock: Clock, changed: () => void): Exit {
  const papers: SimulatedPaper[] = [];
  const binned: SimulatedPaper[] = [];
  let hanging: readonly SimulatedPaper[] = [];
  let cancel: Undo = () => undefined;

  function take(): readonly SimulatedPaper[] {
    cancel();
    const taken = hanging;
    hanging = [];
    changed();
    return taken;
  }

  function retract(): void {
    binned.push(...take());
  }

  return {
    add(paper) {
      papers.push(paper);
      hanging = [...hanging, paper];
    },
    papers: () => [...papers],
    hanging: () => hanging,
    retracted: () => [...binned],
    present(left, seconds) {
      cancel();
      if (left !== 'hold') cancel = clock.after(seconds * 1_000, left === 'retract' ? retract : take);
    },
    retract,
    take,
  };
}
