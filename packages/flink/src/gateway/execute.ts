import { Refusal } from '@millrace/kernel'
import { type Column, type Outcome, type Plan, parseStatement } from '@millrace/sql'
import { isTopicTable } from '../catalog/topic-table.ts'
import { tablesOf } from '../jobs/job-tables.ts'
import { RowBuffer, fixedRows } from '../results/row-buffer.ts'
import { JOB_COLUMNS, OK_COLUMNS, jobRow, textColumn } from '../results/columns.ts'
import { type Execution, specOf } from './execution.ts'
import type { GatewaySession } from './gateway-session.ts'
import { startQuery } from './start-query.ts'
import type { StatementResult } from './operation.ts'

const OK: StatementResult = {
  columns: OK_COLUMNS,
  resultKind: 'SUCCESS',
  isQuery: false,
  get rows() {
    return fixedRows([['OK']])
  },
}

/** Runs one statement of a session. @throws Refusal of packages/sql, of the jobs, of the topics */
export async function execute(sql: string, signal: AbortSignal, execution: Execution): Promise<StatementResult> {
  const { session } = execution
  const set = statementSetStep(sql, session)
  if (set === 'taken') return OK
  const text = set ?? sql
  const outcome = run(text, execution)
  switch (outcome.kind) {
    case 'ok':
      return OK
    case 'rows':
      return content(outcome.columns, outcome.rows)
    case 'show-jobs':
      return content(JOB_COLUMNS, execution.jobs.list().map(jobRow).toReversed())
    case 'describe-job':
      return content(JOB_COLUMNS, [jobRow(execution.jobs.existing(outcome.job))])
    case 'stop-job':
      await execution.jobs.stop(outcome.job, 'FINISHED')
      return OK
    case 'created':
      return await created(outcome, text, execution)
    case 'dropped':
      if (isTopicTable(outcome.table)) await execution.shared.drop(outcome.table.path[2])
      return OK
    case 'query':
      return await query(text, outcome.plan, execution)
    case 'insert':
      return await insert(text, outcome.plans, signal, execution)
  }
}

function run(sql: string, { session, shared }: Execution): Outcome {
  session.catalog.takeUsed()
  try {
    return session.sql.run(parseStatement(sql))
  } catch (error) {
    // CREATE TABLE … AS may fail behind its table.
    for (const table of session.catalog.takeDeclared()) shared.undeclare(table)
    throw error
  }
}

function content(columns: readonly Column[], rows: readonly (readonly unknown[])[]): StatementResult {
  return { columns, resultKind: 'SUCCESS_WITH_CONTENT', isQuery: false, rows: fixedRows(rows) }
}

/** Between BEGIN STATEMENT SET and END inserts are kept; END gives them as one statement. */
function statementSetStep(sql: string, session: GatewaySession): string | 'taken' | undefined {
  if (/^\s*BEGIN\s+STATEMENT\s+SET\s*;?\s*$/i.test(sql)) {
    session.statementSet = []
    return 'taken'
  }
  const set = session.statementSet
  if (set === undefined) return undefined
  if (/^\s*END\s*;?\s*$/i.test(sql)) {
    session.statementSet = undefined
    return set.length === 0 ? 'taken' : `EXECUTE STATEMENT SET BEGIN\n${set.join('\n')}\nEND`
  }
  if (!/^\s*INSERT\b/i.test(sql)) {
    throw new Refusal('SQL_VALIDATION', 'between BEGIN STATEMENT SET and END there are INSERTs only')
  }
  // What is wrong with it is said now, not at the END.
  session.sql.run(parseStatement(sql))
  set.push(`${sql.trim().replace(/;\s*$/, '')};`)
  return 'taken'
}

async function created(
  outcome: Extract<Outcome, { kind: 'created' }>,
  sql: string,
  execution: Execution,
): Promise<StatementResult> {
  for (const table of execution.session.catalog.takeDeclared()) await execution.shared.create(table)
  if (outcome.insert === undefined) return OK
  const statement = parseStatement(sql)
  if (statement.kind !== 'create-table' || statement.as === undefined) return OK
  const path = outcome.table.path.map((part) => `\`${part.replaceAll('`', '``')}\``).join('.')
  const text = `INSERT INTO ${path} ${textFrom(sql, statement.as)}`
  return await insert(text, [outcome.insert], new AbortController().signal, execution)
}

function textFrom(sql: string, at: { readonly line: number; readonly column: number }): string {
  const lines = sql.split('\n').slice(at.line - 1)
  return [lines[0]?.slice(at.column - 1) ?? '', ...lines.slice(1)].join('\n')
}

function zoneOf({ session, config }: Execution): { readonly zone?: string } {
  const zone = config['table.local-time-zone'] ?? session.sql.settings.get('table.local-time-zone')
  return zone === undefined || zone === 'default' ? {} : { zone }
}

async function query(sql: string, plan: Plan, execution: Execution): Promise<StatementResult> {
  const rows = new RowBuffer()
  const started = await startQuery(sql, plan, execution, {
    rows: (encoded) => rows.add(encoded),
    ended: () => rows.end(),
    failed: (code, text) => rows.fail(new Refusal(code, text)),
  })
  rows.credit = started.credit
  const { columns, jobId, stop } = started
  const answer = { columns, jobId, rows, close: stop, ...zoneOf(execution) }
  return { ...answer, resultKind: 'SUCCESS_WITH_CONTENT', isQuery: true }
}

async function insert(
  sql: string,
  plans: readonly Plan[],
  signal: AbortSignal,
  execution: Execution,
): Promise<StatementResult> {
  const sinks = tablesOf(plans).sinks.map(({ path }) => path.join('.'))
  const spec = specOf(sql, `insert-into_${sinks.join(',')}`, execution, plans)
  const entry = await execution.jobs.insert(spec, plans)
  const isSync = (execution.config['table.dml-sync'] ?? execution.session.sql.settings.get('table.dml-sync')) === 'true'
  if (isSync) {
    signal.addEventListener('abort', () => void execution.jobs.stop(spec.id, 'CANCELED'))
    await execution.jobs.over(spec.id)
    if (entry.error !== undefined) throw new Refusal(entry.error.code, entry.error.text)
    return { columns: OK_COLUMNS, resultKind: 'SUCCESS', isQuery: false, jobId: spec.id, rows: fixedRows([['OK']]) }
  }
  return {
    columns: [textColumn('job id')],
    resultKind: 'SUCCESS_WITH_CONTENT',
    isQuery: false,
    jobId: spec.id,
    rows: fixedRows([[spec.id]]),
  }
}
