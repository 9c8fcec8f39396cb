import { pagesConfig } from '@millrace/ui/vite'

/** The dashboard's page, built into `dist` beside this file, from where the dashboard service serves it. */
export default pagesConfig({
  folder: import.meta.dirname,
  proxy: { '/api': 'http://127.0.0.1:9999', '/ws': { target: 'ws://127.0.0.1:9999', ws: true } },
})
