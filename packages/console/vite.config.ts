import { join } from 'node:path'
import { pagesConfig } from '@millrace/ui/vite'

/** `vite build packages/console --config packages/console/vite.config.ts` writes the pages to packages/console/dist. */
export default pagesConfig({
  folder: join(import.meta.dirname, 'src/web'),
  outDir: join(import.meta.dirname, 'dist'),
  proxy: { '/api': 'http://127.0.0.1:8080', '/v1': 'http://127.0.0.1:8080' },
})
