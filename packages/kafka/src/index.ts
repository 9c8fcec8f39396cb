// Messages: types and field tables, one file an API key
export type { Message } from './message.ts'
