// Field: one thing to type, with its name above it.

import { useId } from 'react';
import type { Words } from '../text/say.ts';
import { Say } from './say.tsx';

export interface FieldProps {
  readonly name: string;
  readonly label: Words;
  readonly hint?: Words;
  readonly type?: 'text' | 'password' | 'number';
  readonly complete?: string;
  readonly most?: number;
  readonly least?: number;
  readonly start?: string;
  readonly first?: boolean;
  readonly mayBeEmpty?: boolean;
}

/** The page or the dialog was opened to type here. */
function focused(input: HTMLInputElement | null): void {
  input?.focus();
}

export function Field({
  name,
  label,
  hint,
  type = 'text',
  complete = 'off',
  most,
  least,
  start,
  first,
  mayBeEmpty,
}: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Say text={label} />
      </label>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={complete}
        autoCapitalize="none"
        spellCheck={false}
        required={mayBeEmpty !== true}
        defaultValue={start}
        ref={first === true ? focused : undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...(type === 'number' ? { min: least, max: most } : { maxLength: most, minLength: least })}
      />
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          <Say text={hint} />
        </p>
      )}
    </div>
  );
}

/** What was typed, by the names of the fields. */
export function typedIn(form: HTMLFormElement): Readonly<Record<string, string>> {
  const typed: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') typed[name] = value.trim();
  return typed;
}
