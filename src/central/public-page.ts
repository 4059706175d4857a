// Public page: what every page that anybody may open has in common. No script, nothing from elsewhere, nothing kept.

import { createHash } from 'node:crypto';
import type { Words } from '../core/words.ts';

export const style = `body{font:1.1rem/1.5 sans-serif;max-width:38rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.6rem;padding:.6rem;border:.2rem solid}
.genuine{color:#0a6b2d}.void{color:#b00020}.other{color:#7a4b00}
small{display:block;color:#555}dt{color:#555;margin-top:.6rem}dd{margin:0;font-size:1.2rem}
table{border-collapse:collapse;width:100%;font-size:1rem}th,td{border:1px solid #777;padding:.3rem .5rem;text-align:left;vertical-align:top}
thead{display:table-header-group}tr{break-inside:avoid}.tick{font-size:1.4rem;line-height:1}.found{width:25%}.sign{margin-top:2rem}
@page{size:A4;margin:14mm}@media print{body{max-width:none;margin:0;padding:0;font-size:10pt}}
label{display:block}input,button{font:inherit;padding:.6rem;box-sizing:border-box;width:100%;margin-top:.5rem}`;

export const pageHeaders = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  vary: 'accept',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

/** Codes and links cannot be guessed; this bounds the work that a stranger can cause. */
export const pageLimit = { most: 30, windowMs: 60_000, addresses: 10_000 };

/** Inert between tags and in quoted attributes. Characters that turn the direction of a line or cannot be seen go. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ' ')
    .replace(/[&<>"'`=]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

export function both({ zh, en }: Words): string {
  return `${escaped(zh)} <small lang="en">${escaped(en)}</small>`;
}

export function line(label: Words, value: string): string {
  return `<dt>${escaped(label.zh)} <span lang="en">${escaped(label.en)}</span></dt><dd>${value}</dd>`;
}

/** `body` is HTML already. */
export function publicPage({ zh, en }: Words, body: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"><title>${escaped(zh)} ${escaped(en)}</title><style>${style}</style></head>
<body><main><h1>${escaped(zh)} <span lang="en">${escaped(en)}</span></h1>
${body}</main></body></html>
`;
}
