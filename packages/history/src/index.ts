// The history
export { History, type HistoryOptions } from './history.ts'
export type { Found } from './search/search.ts'
export type { ResourceName } from './search/resources.ts'

// Over HTTP
export { historyRoutes } from './http/routes.ts'
