// Say: Chinese first, English beside it.

import type { Words } from '../text/say.ts';

export function Say({ text }: { readonly text: Words }) {
  const isSame = text.zh === text.en || text.en === '';
  return (
    <span className="say">
      <span lang="zh-CN">{text.zh}</span>
      {isSame ? null : (
        <>
          {' '}
          <span lang="en" className="en">
            {text.en}
          </span>
        </>
      )}
    </span>
  );
}
