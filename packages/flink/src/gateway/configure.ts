import { Refusal } from '@millrace/kernel'
import { parseStatement } from '@millrace/sql'

const CONFIGURING: ReadonlySet<string> = new Set([
  'set',
  'reset',
  'use',
  'create-table',
  'create-view',
  'create-database',
  'drop',
])

/** configure-session takes statements that run at once and give nothing. @throws Refusal SQL_CONFIGURE, those of the parser */
export function checkConfigures(sql: string): void {
  const statement = parseStatement(sql)
  if (CONFIGURING.has(statement.kind) && !(statement.kind === 'create-table' && statement.as !== undefined)) return
  throw new Refusal(
    'SQL_CONFIGURE',
    `Unsupported statement for configuring session: ${sql}\nThe configureSession API only supports executing statements of type SET, RESET, CREATE TABLE, CREATE VIEW, CREATE DATABASE, DROP TABLE, DROP VIEW, DROP DATABASE, USE CATALOG, USE [CATALOG.]DATABASE.`,
  )
}
