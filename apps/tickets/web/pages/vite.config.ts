import { pagesConfig } from '@millrace/ui/vite'

/** The pages of the sale, built into `dist` beside this file, from where the web service serves them. */
export default pagesConfig({ folder: import.meta.dirname })
