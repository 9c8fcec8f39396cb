import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (file: string): string => join(import.meta.dirname, file)

/** The pages of the shop; the web application serves them from `dist`. */
export default defineConfig({
  root: import.meta.dirname,
  // Pages at any depth (/orders/id) find the files.
  base: '/',
  plugins: [react()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2024',
    // Browsers that know light-dark(): the minifier must not replace it by something longer.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows no data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
