// Use code: the way in for whoever's card cannot be read.

import { line } from '../text/line.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

export function UseCode() {
  return (
    <Button act={{ act: 'useCode' }}>
      <Sign of="key" />
      <Two of={line('useCode')} />
    </Button>
  );
}
