/** The page: renderer/ → dist/renderer, for the Chrome of the oldest Electron, without inline scripts or data addresses. */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: resolve(import.meta.dirname, 'renderer'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome108',
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false, // one file: the order of the styles does not hang on which screen comes first
    chunkSizeWarningLimit: 4000, // read from this machine's disk, not from a network
  },
});
