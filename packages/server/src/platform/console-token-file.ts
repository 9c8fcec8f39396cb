import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newConsoleToken } from '@millrace/console'
import { Fault, type Random, messageOf } from '@millrace/kernel'

/** The token of a data directory: made at its first start, readable by its owner alone, the same afterwards. */
export async function consoleToken(data: string, random: Random): Promise<string> {
  if (data === 'memory') return newConsoleToken(random)
  const path = join(data, 'console-token')
  const kept = await readFile(path, 'utf8').catch(() => '')
  if (kept.trim().length >= 32) return kept.trim()
  const token = newConsoleToken(random)
  await writeFile(path, `${token}\n`, { mode: 0o600 })
  return token
}

/** The token of a platform that runs on a data directory, for who may read that. @throws Fault NO_TOKEN */
export async function readConsoleToken(data: string): Promise<string> {
  const token = await readFile(join(data, 'console-token'), 'utf8').catch((error: unknown) => {
    throw new Fault('NO_TOKEN', `cannot read the console's token in ${data}: ${messageOf(error)}`)
  })
  return token.trim()
}
