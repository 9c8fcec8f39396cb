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
  const command = await interpreter()
  const stdout = await output({
    command,
    args: [join(here, `${scenario}.py`), brokers, ...args],
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  })
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as T)
}

/** The interpreter of an environment of its own that has the client, made at the first use. */
async function interpreter(): Promise<string> {
  const folder = cacheDir(`python-${CLIENT}`)
  const path = join(folder, 'bin', 'python')
  const made = join(folder, 'bin', 'pip')
  if (!existsSync(path) || !existsSync(made)) await output({ command: 'python3', args: ['-m', 'venv', folder] })
  const timeoutMs = 300_000
  await output({ command: path, args: ['-c', 'import confluent_kafka'] }).catch(() =>
    output({ command: path, args: ['-m', 'pip', 'install', '-q', CLIENT], timeoutMs }),
  )
  return path
}
