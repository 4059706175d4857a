// Keys: numbers go to the pages, j and k or the arrows through the lines, a slash to the search field.

import { useEffect } from 'react';
import { goTo, type Page } from './place.ts';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, select, textarea, dialog *');

function moveBy(step: number): void {
  const lines = [...document.querySelectorAll<HTMLElement>('[data-line]')];
  const at = lines.findIndex((line) => line === document.activeElement || line.contains(document.activeElement));
  const next = lines[at === -1 ? 0 : Math.min(Math.max(at + step, 0), lines.length - 1)];
  next?.focus();
}

export function useKeys(pages: readonly Page[]): void {
  const known = pages.join();
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const page = known.split(',')[Number(event.key) - 1] as Page | undefined;
      if (/^[1-9]$/.test(event.key) && page !== undefined) goTo(page);
      else if (event.key === 'j' || event.key === 'ArrowDown') moveBy(1);
      else if (event.key === 'k' || event.key === 'ArrowUp') moveBy(-1);
      else if (event.key === '/') {
        if (known.split(',').includes('search')) goTo('search');
        document.querySelector<HTMLElement>('[data-search-room] input')?.focus();
      } else return;
      event.preventDefault();
    }
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [known]);
}
