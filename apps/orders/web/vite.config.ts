import { join } from 'node:path'
import { pagesConfig } from '@millrace/ui/vite'

const here = (file: string): string => join(import.meta.dirname, file)
const config = pagesConfig({ folder: import.meta.dirname })

/** The pages of all seven services in one build; each service serves its own from `dist`. */
export default {
  ...config,
  build: {
    ...config.build,
    rolldownOptions: {
      input: { index: here('index.html'), push: here('push-worker.ts') },
      output: {
        // A service worker keeps its address for good.
        entryFileNames: ({ name }: { name: string }) =>
          name === 'push' ? 'push-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
}
