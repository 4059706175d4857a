// Keypad: ten digits and a key that takes the last one back. `wide` lies in two rows, to stand under a list.

import { useView } from '../shown.ts';
import { line, say } from '../text/line.ts';
import { Tap } from './button.tsx';
import { Sign } from './icons.tsx';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

export function Keypad({
  typed,
  most,
  wide = false,
  onTyped,
}: {
  readonly typed: string;
  readonly most: number;
  readonly wide?: boolean;
  readonly onTyped: (typed: string) => void;
}) {
  const { language } = useView();
  return (
    <div className={wide ? 'keypad keypad-wide' : 'keypad'}>
      {digits.map((digit) => (
        <Tap key={digit} look="key" onTap={() => onTyped((typed + digit).slice(0, most))}>
          {digit}
        </Tap>
      ))}
      <Tap look="key" label={say(line('erase'), language)} onTap={() => onTyped(typed.slice(0, -1))}>
        <Sign of="erase" />
      </Tap>
      <Tap look="key" label={say(line('clear'), language)} onTap={() => onTyped('')}>
        <Sign of="no" />
      </Tap>
    </div>
  );
}
