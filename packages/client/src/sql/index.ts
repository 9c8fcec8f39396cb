/** @packageDocumentation */

// The client of Flink's SQL Gateway
export { connectSql, type SqlGateway } from './connect.ts'
export { sqlSettings, type SqlSettings } from './settings.ts'
export type { RowKind, SqlPage, SqlRow, SqlSession } from './session.ts'
