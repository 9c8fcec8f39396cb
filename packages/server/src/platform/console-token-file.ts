import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newConsoleToken } from '@millrace/console'
import type { Random } from '@millrace/kernel'

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
