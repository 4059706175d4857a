// Hall choice: all halls, or one of them; shown only where there are several.

import { createContext, use, useId } from 'react';
import { useSeen } from '../shown.ts';
import { words } from '../text/frame.ts';
import { Say } from './say.tsx';

export interface ChosenHall {
  readonly hall: string | null;
  choose(hall: string | null): void;
}

export const HallContext = createContext<ChosenHall>({ hall: null, choose: () => undefined });

/** The lines of the hall that is chosen. */
export function useChosen<Line extends { readonly kiosk: string }>(lines: readonly Line[]): readonly Line[] {
  const { hall } = use(HallContext);
  return hall === null ? lines : lines.filter(({ kiosk }) => kiosk === hall);
}

export function HallChoice() {
  const { desk } = useSeen();
  const { hall, choose } = use(HallContext);
  const id = useId();
  const halls = desk?.halls ?? [];
  if (halls.length < 2) return null;
  return (
    <div className="hall-choice">
      <label htmlFor={id}>
        <Say text={words.hall} />
      </label>
      <select id={id} value={hall ?? ''} onChange={({ target }) => choose(target.value === '' ? null : target.value)}>
        <option value="">{`${words.allHalls.zh} ${words.allHalls.en}`}</option>
        {halls.map(({ kiosk, place }) => (
          <option key={kiosk} value={kiosk}>
            {`${place.zh} (${kiosk})`}
          </option>
        ))}
      </select>
    </div>
  );
}

export function HallName({ of: kiosk }: { readonly of: string }) {
  const { desk } = useSeen();
  const halls = desk?.halls ?? [];
  const hall = halls.find((one) => one.kiosk === kiosk);
  return (
    <span className="hall-name" title={hall?.place.en}>
      {hall?.place.zh ?? kiosk}
    </span>
  );
}
