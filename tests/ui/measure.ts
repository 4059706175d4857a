// Measures a drawn page from inside the browser: what is clipped, too small to hit, covered or too pale to read.

import type { Page } from 'playwright-core';

// Runs in the page, so it is text: the program around it has no DOM types.
const script = String.raw`
(() => {
  const wrong = [];
  const width = document.documentElement.clientWidth;
  const height = document.documentElement.clientHeight;
  const name = (element) => element.tagName.toLowerCase() + '.' + (element.getAttribute('class') ?? '') + ' "' + (element.textContent ?? '').slice(0, 24) + '"';
  const parse = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const channel = (value) => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  if (document.documentElement.scrollWidth > width) wrong.push('the page scrolls sideways');
  if (document.documentElement.scrollHeight > height) wrong.push('the page scrolls');
  const covered = document.querySelector('[inert]');
  for (const element of document.querySelectorAll('#window *')) {
    if (element.closest('svg') !== null && element.tagName !== 'svg') continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1) wrong.push('outside: ' + name(element) + ' ' + [box.left, box.top, box.right, box.bottom].map(Math.round));
    const style = getComputedStyle(element);
    if (style.display !== 'inline' && element.clientWidth > 0) {
      if (element.scrollWidth > element.clientWidth + 2) wrong.push('too wide: ' + name(element) + ' ' + element.scrollWidth + ' in ' + element.clientWidth);
      if (style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 2) wrong.push('clipped: ' + name(element) + ' ' + element.scrollHeight + ' in ' + element.clientHeight);
    }
    const holder = element.parentElement.closest('.button, .choice-off, .fact, .now, .device, .idle-box, .header, .sentence, .footer, .main');
    if (holder !== null) {
      const around = holder.getBoundingClientRect();
      if (box.left < around.left - 1 || box.right > around.right + 1 || box.top < around.top - 1 || box.bottom > around.bottom + 1) wrong.push('sticks out: ' + name(element) + ' of ' + name(holder));
    }
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (own) {
      const ink = parse(style.color);
      const [low, high] = [light(ink), light(ground(element))].sort((a, b) => a - b);
      const ratio = (high + 0.05) / (low + 0.05);
      if (ratio < 7) wrong.push('pale ' + ratio.toFixed(2) + ': ' + name(element));
      if (parseFloat(style.fontSize) < 24) wrong.push('small print: ' + name(element));
    }
    if (element.tagName === 'BUTTON' && (covered === null || !covered.contains(element))) {
      if (box.height < 87.5 || box.width < 60) wrong.push('small target ' + Math.round(box.width) + 'x' + Math.round(box.height) + ': ' + name(element));
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (hit === null || !element.contains(hit)) wrong.push('covered: ' + name(element));
    }
  }
  const texts = [...document.querySelectorAll('#window .two-first, #window strong, #window h1')].filter((e) => e.closest('svg') === null && e.getBoundingClientRect().height > 0 && (covered === null || !covered.contains(e)) && (e.closest('.main') === null || e.getBoundingClientRect().bottom <= document.querySelector('.main').getBoundingClientRect().bottom + 1) && (e.closest('.rows') === null || document.querySelector('.turning') === null || e.getBoundingClientRect().bottom <= document.querySelector('.turning').getBoundingClientRect().top + 1));
  for (const one of texts) for (const two of texts) {
    if (one === two || one.contains(two) || two.contains(one)) continue;
    const a = one.getBoundingClientRect(), b = two.getBoundingClientRect();
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2) wrong.push('overlap: ' + name(one) + ' / ' + name(two));
  }
  return wrong;
})()`;

/** One line for each thing that is wrong with the page as it is drawn now. */
export function measure(page: Page): Promise<readonly string[]> {
  return page.evaluate(script);
}
