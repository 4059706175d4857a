// Icons: line drawings on a 48 × 48 grid, all in the colour of the text around them. Words always stand beside them.

import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export type IconName = keyof typeof drawings;

const drawings = {
  card: (
    <>
      <rect x="4" y="10" width="40" height="28" rx="4" />
      <circle cx="15" cy="22" r="4.5" />
      <path d="M8 33c1-5 4-6 7-6s6 1 7 6M28 19h10M28 26h10M28 33h6" />
    </>
  ),
  receipt: (
    <>
      <path d="M11 4h26v40l-4.3-3.5L28.3 44 24 40.5 19.7 44l-4.4-3.500L11 44z" />
      <path d="M17 14h14M17 22h14M17 30h8" />
    </>
  ),
  proof: (
    <>
      <path d="M9 4h21l9 9v31H9zM30 4v9h9" />
      <path d="M16 18h12M16 25h16" />
      <circle cx="30" cy="35" r="4.5" />
    </>
  ),
  cell: (
    <>
      <rect x="5" y="5" width="38" height="38" rx="3" />
      <path d="M5 18h38M5 31h38M24 5v38" />
      <rect x="24" y="18" width="19" height="13" fill="currentColor" />
    </>
  ),
  door: (
    <>
      <path d="M6 44h36M12 44V5h24v39" />
      <path d="M12 5l15 6v33" />
      <circle cx="22" cy="27" r="1.5" fill="currentColor" />
    </>
  ),
  hand: (
    <path d="M16 27V10a3 3 0 0 1 6 0v12V7a3 3 0 0 1 6 0v15V9a3 3 0 0 1 6 0v15-8a3 3 0 0 1 6 0v14c0 9-5 14-12 14-6 0-9-3-11-7L9 29c-1-3 3-5 5-2z" />
  ),
  phone: <path d="M13 5l7 10-4 5c2 5 6 9 11 11l5-4 10 7c-1 6-5 9-9 9C18 42 6 29 5 15c0-5 3-9 8-10z" />,
  question: (
    <>
      <circle cx="24" cy="24" r="19" />
      <path d="M18 19c0-4 3-6.5 6.5-6.500S31 15 31 18.500c0 5-6.5 5-6.5 10" />
      <circle cx="24.5" cy="34.5" r="1.5" fill="currentColor" />
    </>
  ),
  yes: (
    <>
      <circle cx="24" cy="24" r="19" />
      <path d="M14 25l7 7 13-15" />
    </>
  ),
  no: (
    <>
      <circle cx="24" cy="24" r="19" />
      <path d="M17 17l14 14M31 17L17 31" />
    </>
  ),
  paused: (
    <>
      <circle cx="24" cy="24" r="19" />
      <path d="M19 16v16M29 16v16" />
    </>
  ),
  warning: (
    <>
      <path d="M24 5l21 37H3z" />
      <path d="M24 19v11" />
      <circle cx="24" cy="35.5" r="1.5" fill="currentColor" />
    </>
  ),
  wait: (
    <>
      <path d="M12 5h24M12 43h24M15 5c0 11 18 15 18 38M33 5c0 11-18 15-18 38" />
      <path d="M20 40h8" />
    </>
  ),
  back: <path d="M21 8L6 24l15 16M7 24h35" />,
  finish: <path d="M29 8V5H7v38h22v-3M18 24h26M35 14l10 10-10 10" />,
  again: <path d="M40 24a16 16 0 1 1-5-11.500L41 18M41 7v11H30" />,
  plus: <path d="M24 8v32M8 24h32" />,
  key: (
    <>
      <circle cx="15" cy="33" r="9" />
      <path d="M21.5 26.500L42 6M34 14l6 6M29 19l4 4" />
    </>
  ),
  tool: <path d="M41 12a11 11 0 0 1-15 13L12 42l-6-6 17-14A11 11 0 0 1 36 7l-7 7 5 5z" />,
  up: <path d="M8 31l16-16 16 16" />,
  down: <path d="M8 17l16 16 16-16" />,
  erase: <path d="M17 10h26v28H17L4 24zM24 18l12 12M36 18L24 30" />,
} as const satisfies Record<string, ReactNode>;

export function Sign({ of: name }: { readonly of: IconName }) {
  return <Icon>{drawings[name]}</Icon>;
}
