import { pagesConfig } from '@millrace/ui/vite'

/** The pages of the shop; the web application serves them from `dist`. */
export default pagesConfig({ folder: import.meta.dirname })
