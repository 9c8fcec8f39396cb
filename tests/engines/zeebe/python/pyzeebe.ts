import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { output } from '../../harness/run.ts'
import { facts, interpreter } from '../../python/python.ts'
import type { GatewayUnderTest } from '../gateway.ts'

const CLIENT = 'pyzeebe==4.7.0'

const here = dirname(fileURLToPath(import.meta.url))

/** Runs `<scenario>.py <address> …args` with pyzeebe and gives the JSON lines that it printed. */
export function pyzeebe<T>(scenario: string, { address }: GatewayUnderTest, ...args: string[]): Promise<T[]> {
  return pyzeebeAt(address, scenario, args)
}

/** The same at any address, with more variables. */
export async function pyzeebeAt<T>(
  address: string,
  scenario: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<T[]> {
  const command = await interpreter(CLIENT, 'pyzeebe')
  const script = join(here, `${scenario}.py`)
  return facts(
    await output({ command, args: [script, address, ...args], env: { PYTHONDONTWRITEBYTECODE: '1', ...env } }),
  )
}
