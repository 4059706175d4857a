// Pages: one Vite build of every page into build/pages, each page in the folder it has under src.
// Nothing is inlined and every path is relative, so that a page runs under the strictest content policy, from any folder.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const sources = join(import.meta.dirname, 'src');
const pages = ['ui/kiosk.html', 'panel/panel.html', 'console/console.html']
  .map((page) => join(sources, page))
  .filter((page) => existsSync(page));

export default defineConfig({
  root: sources,
  base: './',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'build/pages'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages },
  },
});
