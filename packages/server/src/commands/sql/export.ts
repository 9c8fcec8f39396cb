import { readFile } from 'node:fs/promises'
import { Refusal, systemClocks, type Environment } from '@millrace/kernel'
import type { Command } from 'commander'
import { brokersOf } from '../kafka/connection.ts'
import { flinkScript } from './flink-prelude.ts'
import { type GatewayFlags, gatewayOf } from './gateway-flag.ts'
import { scriptOf } from './statements.ts'

interface ExportFlags extends GatewayFlags {
  readonly target: string
  readonly brokers?: string
  readonly file?: readonly string[]
}

/**
 * `millrace sql export --target flink`: the statements that must run before on open-source Flink, so that a file that was
 * written for topics as tables runs there as it stands.
 */
export function registerExport(command: Command, environment: Environment): void {
  command
    .command('export')
    .description(
      'print what makes the topics known to open-source Flink as tables, and behind it the files given by --file',
    )
    .option('--target <engine>', 'flink', 'flink')
    .option('--brokers <host:port>', 'bootstrap servers as Flink reaches them (KAFKA_BROKERS, else our own)')
    // --gateway and --file are flags of `sql` itself.
    .action(async (_own: unknown, own: Command) => {
      const flags = own.optsWithGlobals<ExportFlags>()
      if (flags.target !== 'flink') {
        throw new Refusal('INVALID_ARGUMENT', `--target is flink, not '${flags.target}'`)
      }
      const { connectSql } = await import('@millrace/client/sql')
      const gateway = connectSql(gatewayOf(flags, environment), { clocks: systemClocks() })
      const session = await gateway.session('millrace sql export')
      const ask = async (statement: string): Promise<string[]> => {
        return (await session.run(statement)).rows.map(({ fields: [first] }) => String(first))
      }
      try {
        const tables = await ask('SHOW TABLES')
        const ddl: string[] = []
        for (const name of tables) ddl.push(...(await ask(`SHOW CREATE TABLE \`${name.replaceAll('`', '``')}\``)))
        const scripts = await Promise.all((flags.file ?? []).map((path) => readFile(path, 'utf8')))
        const file = scripts.flatMap(scriptOf)
        console.log(flinkScript(ddl, file, brokersOf(flags, environment)))
      } finally {
        await session.close()
      }
    })
}
