// Instead: where else to go when the cabinet is full: other cabinets by their distance, and the windows.

import type { Instead } from '../../contract/view.ts';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import { Two } from './two.tsx';

export function InsteadOfHere({ of: { places, windows } }: { readonly of: Instead }) {
  const { language, elder } = useView();
  return (
    <ul className="instead">
      {places.slice(0, elder ? 1 : 2).map(({ name, metres }) => (
        <li key={name.zh}>
          <strong>{name[language]}</strong>
          <Two of={line('insteadMetres', { metres })} alone />
        </li>
      ))}
      <li>
        <strong>
          <Two of={line('insteadWindows', { windows: windows.join(' / ') })} alone />
        </strong>
        <Two of={line('insteadHours')} alone />
      </li>
    </ul>
  );
}
