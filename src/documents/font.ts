// Font: the one typeface of all PDF documents, and whether it has every character of a text.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fontkit from 'fontkit';
import { certain } from '../base/result.ts';

/** Noto Sans SC Regular (SIL Open Font Licence), whole; PDFs embed only the characters that they use. */
export interface DocumentFont {
  readonly open: fontkit.Font;
  /** The first character that the font cannot show, or null. */
  missing(text: string): string | null;
}

let loaded: DocumentFont | undefined;

/** Read once a process: the file is 10 MB. */
export function documentFont(): DocumentFont {
  loaded ??= loadFont();
  return loaded;
}

function loadFont(): DocumentFont {
  const file = fileURLToPath(
    import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  );
  const open = fontkit.create(readFileSync(file));
  if (!('hasGlyphForCodePoint' in open)) throw new Error('the document font is a collection, not one font');
  return {
    open,
    missing: (text) =>
      [...text].find(
        (character) => character !== ' ' && !open.hasGlyphForCodePoint(certain(character.codePointAt(0), 'code point')),
      ) ?? null,
  };
}
