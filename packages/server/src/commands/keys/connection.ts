import { type Environment, Fault, Refusal, messageOf } from '@millrace/kernel'
import type { Command } from 'commander'
import { consoleUrl } from '../../config/console-url.ts'
import { readConsoleToken } from '../../platform/console-token-file.ts'

export interface KeysFlags {
  readonly data?: string
  readonly console?: string
  readonly json?: boolean
}

const REQUEST_MS = 15_000

/** The flags of every command about keys: they go to the platform that runs, with its token or with a key. */
export function keysFlags(command: Command): Command {
  return command
    .option(
      '--data <dir>',
      'data directory, which has the token (MILLRACE_DATA, else ./.millrace); MILLRACE_KEY goes before',
    )
    .option('--console <port or URL>', 'console of the platform (MILLRACE_CONSOLE, else 8080)')
    .option('--json', 'print JSON')
}

/**
 * @throws Refusal with the code and the text of the answer; Fault PLATFORM_UNREACHABLE, NO_TOKEN
 */
export async function askKeys<T>(
  flags: KeysFlags,
  environment: Environment,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body?: object },
): Promise<T> {
  const url = consoleUrl(flags.console ?? environment['MILLRACE_CONSOLE'] ?? '8080')
  const key =
    environment['MILLRACE_KEY'] ?? (await readConsoleToken(flags.data ?? environment['MILLRACE_DATA'] ?? './.millrace'))
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(REQUEST_MS),
  }).catch((error: unknown) => {
    throw new Fault('PLATFORM_UNREACHABLE', `no platform answers at ${url} (--console): ${messageOf(error)}`)
  })
  const told = (await answer.json().catch(() => ({}))) as T & { readonly code?: string; readonly detail?: string }
  if (answer.ok) return told
  throw new Refusal(told.code ?? 'KEYS_FAILED', told.detail ?? `${url} answered ${answer.status}`)
}
