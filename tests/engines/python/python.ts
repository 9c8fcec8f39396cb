import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheDir } from '@millrace/testkit'
import type { EngineAddress } from '../harness/on-each-engine.ts'
import { output } from '../harness/run.ts'

const CLIENT = 'confluent-kafka==2.16.1'

const here = dirname(fileURLToPath(import.meta.url))

/** Runs `<scenario>.py <brokers> …args` with confluent-kafka (librdkafka) and gives the JSON lines that it printed. */
export async function python<T>(scenario: string, { brokers }: EngineAddress, ...args: string[]): Promise<T[]> {
  const command = await interpreter(CLIENT, 'confluent_kafka')
  const stdout = await output({
    command,
    args: [join(here, `${scenario}.py`), brokers, ...args],
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  })
  return facts(stdout)
}

/** The JSON lines that a scenario printed. */
export const facts = <T>(stdout: string): T[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as T)

/**
 * The interpreter of an environment of its own that has a client, made at the first use.
 *
 * @param client name and version, as pip takes them
 * @param module what a program imports of it
 */
export async function interpreter(client: string, module: string): Promise<string> {
  const folder = cacheDir(`python-${client}`)
  const path = join(folder, 'bin', 'python')
  const made = join(folder, 'bin', 'pip')
  if (!existsSync(path) || !existsSync(made)) await output({ command: 'python3', args: ['-m', 'venv', folder] })
  const timeoutMs = 300_000
  await output({ command: path, args: ['-c', `import ${module}`] }).catch(() =>
    output({ command: path, args: ['-m', 'pip', 'install', '-q', client], timeoutMs }),
  )
  return path
}
