// Console: nobody signed in, or the work of whoever is.

import { Frame } from './frame.tsx';
import { useSeen } from './shown.ts';
import { SignIn } from './sign-in.tsx';

export function Console() {
  const { me } = useSeen();
  if (me === undefined) return null;
  return me === null ? <SignIn /> : <Frame key={me.account} />;
}
