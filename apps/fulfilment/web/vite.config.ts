import { pagesConfig } from '@millrace/ui/vite'

/** The pages of the shop and of the operator; each service serves its own from `dist`. */
export default pagesConfig({ folder: import.meta.dirname })
