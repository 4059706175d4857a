// Two: a line in the chosen language, with the other language smaller beside it. Elder mode keeps the first alone.

import type { Language } from '../../core/words.ts';
import { useView } from '../shown.ts';
import { type Line, otherLanguage, say } from '../text/line.ts';

const tags: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

export function Two({ of: said, alone = false }: { readonly of: Line; readonly alone?: boolean }) {
  const { language, elder } = useView();
  const other = otherLanguage(language);
  return (
    <span className="two">
      <span className="two-first" lang={tags[language]}>
        {say(said, language)}
      </span>
      {elder || alone ? null : (
        <span className="two-second" lang={tags[other]}>
          {say(said, other)}
        </span>
      )}
    </span>
  );
}
