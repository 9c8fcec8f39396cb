import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { SqlSession } from '@millrace/client/sql'
import { systemClocks } from '@millrace/kernel'
import type { RegisterCommand } from '../command.ts'
import { wholeNumber } from '../kafka/produce.ts'
import { registerExport } from './export.ts'
import { type GatewayFlags, gatewayOf } from './gateway-flag.ts'
import { changelogLines, jsonLines } from './results.ts'
import { runStatement } from './run-statement.ts'
import { scriptOf } from './statements.ts'

interface SqlFlags extends GatewayFlags {
  readonly file?: string[]
  readonly execute?: string[]
  readonly json?: boolean
  readonly max?: string
}

/** `millrace sql`: files and statements, or an interactive shell; on our gateway or Flink's. */
export const registerSql: RegisterCommand = (program, environment) => {
  const command = program
    .command('sql')
    .description('run SQL: files, statements, or an interactive shell')
    .option('-f, --file <path...>', 'run the statements of files, in order')
    .option('-e, --execute <statement...>', 'run statements')
    .option('--gateway <url>', 'SQL Gateway (FLINK_SQL_GATEWAY, else http://127.0.0.1 and MILLRACE_SQL or 8083)')
    .option('--max <rows>', 'a query ends after so many rows')
    .option('--json', 'print one JSON object a row')
    .action(async (flags: SqlFlags) => {
      const { connectSql } = await import('@millrace/client/sql')
      const gateway = connectSql(gatewayOf(flags, environment), { clocks: systemClocks() })
      const session = await gateway.session('millrace sql')
      try {
        if (flags.file === undefined && flags.execute === undefined && process.stdin.isTTY) {
          const { runShell } = await import('./shell.ts')
          await runShell(gateway, session)
        } else await runScript(session, await statementsFrom(flags), flags)
      } finally {
        await session.close()
      }
    })
  registerExport(command, environment)
}

/** Statements of the files, then those of the flags; of standard input when there are neither. */
async function statementsFrom({ file, execute }: SqlFlags): Promise<readonly string[]> {
  const texts = file === undefined && execute === undefined ? [await text(process.stdin)] : []
  for (const path of file ?? []) texts.push(await readFile(path, 'utf8'))
  return [...texts, ...(execute ?? [])].flatMap(scriptOf)
}

async function runScript(session: SqlSession, statements: readonly string[], flags: SqlFlags): Promise<void> {
  const max = flags.max === undefined ? Infinity : wholeNumber(flags.max, '--max')
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  for (const statement of statements) {
    if (stopping.signal.aborted) return
    const view = flags.json === true ? jsonLines() : changelogLines((line) => console.log(line))
    await runStatement(session, statement, { view, max, signal: stopping.signal })
  }
}
