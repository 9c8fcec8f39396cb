// Reading batches, for a thread that needs nothing else of the log
export { wholeBatchAt } from './batch/check.ts'
export { records } from './batch/records.ts'
