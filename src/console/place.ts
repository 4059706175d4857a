// Place: which page is shown, in the part of the address that never leaves the browser. Persons are never in it.

import { useSyncExternalStore } from 'react';

export const pages = [
  'deposit',
  'recall',
  'check',
  'repair',
  'help',
  'hourglass',
  'bank',
  'fleet',
  'search',
  'messages',
  'reports',
  'accounts',
  'audit',
] as const;
export type Page = (typeof pages)[number];

export interface Place {
  readonly page: Page | null;
  /** What is open beside the list, e.g. an item or a cell of a hall. */
  readonly open: readonly string[];
}

const isPage = (text: string | undefined): text is Page => pages.some((page) => page === text);

function placeOf(hash: string): Place {
  const [page, ...open] = hash.replace(/^#/, '').split('/').map(decoded);
  return { page: isPage(page) ? page : null, open };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Typed by hand and broken: no page has such a name.
    return '';
  }
}

export function addressOf(page: Page, ...open: readonly string[]): string {
  return `#${[page, ...open].map(encodeURIComponent).join('/')}`;
}

export function goTo(page: Page, ...open: readonly string[]): void {
  location.hash = addressOf(page, ...open);
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => location.hash,
  );
  return placeOf(hash);
}
