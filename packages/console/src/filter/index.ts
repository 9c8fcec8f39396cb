export { FilterError } from './token.ts'
export { type Filter, parseFilter } from './parse.ts'
export { type Subject, matches } from './evaluate.ts'
