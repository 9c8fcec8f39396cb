import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { type Child, flinkJars, javaProgram, startChild } from '@millrace/testkit'

/** What the client printed, as one reads it. */
export const readable = (client: Child): string => stripVTControlCharacters(client.output())

/**
 * Flink's own SQL client, connected to a gateway, at work on a script; it ends after the script's last statement, or after
 * the first that fails.
 *
 * @param folder an empty one for its files
 */
export function startSqlClient(gateway: string, folder: string, statements: readonly string[]): Child {
  const { lib, opt } = flinkJars()
  const conf = join(folder, 'conf')
  mkdirSync(conf)
  writeFileSync(join(conf, 'config.yaml'), '')
  const script = join(folder, 'script.sql')
  writeFileSync(script, statements.map(terminated).join('\n'))
  const classpath = [join(lib, '*'), join(opt, '*')].join(delimiter)
  const client = ['-cp', classpath, 'org.apache.flink.table.client.SqlClient']
  const connected = ['gateway', '-e', gateway, '-f', script, '-hist', join(folder, 'history')]
  return startChild({
    command: javaProgram(17),
    args: ['-Xmx256m', '-XX:TieredStopAtLevel=1', ...client, ...connected],
    cwd: folder,
    env: { FLINK_CONF_DIR: conf },
    logFile: join(folder, 'client.log'),
  })
}

/** The client reads up to a semicolon, which a statement in a workspace may lack. */
const terminated = (statement: string): string => (statement.endsWith(';') ? statement : `${statement};`)
