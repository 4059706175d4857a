// Instead: where else to go when the cabinet is full: other cabinets by their distance, and the windows.

import type { Instead } from '../../contract/view.ts';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

const mostPlaces = 3;

export function InsteadOfHere({ of: { places, windows } }: { readonly of: Instead }) {
  const { language } = useView();
  return (
    <div className="instead">
      {places.slice(0, mostPlaces).map(({ name, metres }) => (
        <p key={name.zh}>
          <Sign of="cell" />
          <Two of={line('insteadPlaces')} alone /> {name[language]} ·{' '}
          <Two of={line('insteadMetres', { metres })} alone />
        </p>
      ))}
      <p>
        <Sign of="hand" />
        <Two of={line('insteadWindows')} alone /> {windows.join(' / ')}
      </p>
    </div>
  );
}
