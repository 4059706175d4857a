// Say: one text in both languages, the English small beside or below the Chinese.

import type { Words } from './words.ts';

export function Say({ text, below = false }: { readonly text: Words; readonly below?: boolean }) {
  return (
    <span className={below ? 'say below' : 'say'}>
      <span>{text.zh}</span> <small lang="en">{text.en}</small>
    </span>
  );
}

export function Act({
  text,
  onAct,
  disabled = false,
  strong = false,
  pressed,
}: {
  readonly text: Words;
  readonly onAct: () => void;
  readonly disabled?: boolean;
  readonly strong?: boolean;
  readonly pressed?: boolean;
}) {
  return (
    <button
      type="button"
      className={strong ? 'act strong' : 'act'}
      disabled={disabled}
      aria-pressed={pressed}
      onClick={onAct}
    >
      <Say text={text} />
    </button>
  );
}
