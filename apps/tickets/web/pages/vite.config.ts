import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The pages of the sale, built into `dist` beside this file, from where the web service serves them. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2024',
    // Browsers that know light-dark(): the minifier must not replace it by something longer.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows no data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
