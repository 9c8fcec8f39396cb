import type { Variables, ZeebeClient } from '@millrace/client/zeebe'
import { type Environment, Fault, Refusal, messageOf, systemClocks, systemRandom } from '@millrace/kernel'
import type { Command } from 'commander'
import { createLogger } from '../../platform/logger.ts'
import { printJson, printRows } from '../output.ts'

const REQUEST_MS = 15_000

export interface GatewayFlags {
  readonly zeebe?: string
  readonly json?: boolean
}

export interface SearchFlags {
  readonly rest?: string
  readonly limit: string
  readonly json?: boolean
}

/** The flags of every command that asks the engine to do something: ours, or another Zeebe. */
export function gatewayFlags(command: Command): Command {
  return command
    .option('--zeebe <host:port>', 'Zeebe gateway (ZEEBE_ADDRESS, else 127.0.0.1 and MILLRACE_ZEEBE or 26500)')
    .option('--json', 'print JSON')
}

/** The flags of every command that looks something up. */
export function searchFlags(command: Command): Command {
  return command
    .option('--rest <url>', 'the /v2 API (ZEEBE_REST_ADDRESS, else http://127.0.0.1 and MILLRACE_CONSOLE or 8080)')
    .option('--limit <count>', 'how many at most', '50')
    .option('--json', 'print one JSON list')
}

/** Runs `work` on a connection to the gateway, and closes it. */
export async function withZeebe<T>(
  flags: GatewayFlags,
  environment: Environment,
  work: (zeebe: ZeebeClient) => Promise<T>,
): Promise<T> {
  const { connectZeebe } = await import('@millrace/client/zeebe')
  const own = `127.0.0.1:${environment['MILLRACE_ZEEBE'] ?? '26500'}`
  const address = flags.zeebe ?? environment['ZEEBE_ADDRESS'] ?? own
  const ports = { clocks: systemClocks(), random: systemRandom, log: createLogger('warn') }
  const zeebe = connectZeebe({ ...environment, ZEEBE_ADDRESS: address }, ports)
  try {
    return await work(zeebe)
  } finally {
    await zeebe.close()
  }
}

type Item = Readonly<Record<string, unknown>>
type Filter = Readonly<Record<string, unknown>>

/**
 * What fits, the latest first.
 *
 * @throws Refusal with the code and the text of the answer; Fault PLATFORM_UNREACHABLE
 */
export async function search(
  flags: Omit<SearchFlags, 'limit'> & { readonly limit?: string },
  environment: Environment,
  asked: { readonly resource: string; readonly sort: string; readonly filter: Filter },
): Promise<readonly Item[]> {
  const own = `http://127.0.0.1:${environment['MILLRACE_CONSOLE'] ?? '8080'}`
  const rest = flags.rest ?? environment['ZEEBE_REST_ADDRESS'] ?? own
  const page = { limit: Number(flags.limit ?? '50') }
  const body = { filter: given(asked.filter), sort: [{ field: asked.sort, order: 'DESC' }], page }
  const answer = await fetch(`${rest.replace(/\/$/u, '')}/v2/${asked.resource}/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_MS),
  }).catch((error: unknown) => {
    throw new Fault('PLATFORM_UNREACHABLE', `nothing answers at ${rest} (--rest): ${messageOf(error)}`)
  })
  const told = (await answer.json().catch(() => ({}))) as { items?: Item[]; code?: string; detail?: string }
  if (answer.ok && told.items !== undefined) return told.items
  throw new Refusal(told.code ?? 'SEARCH_FAILED', told.detail ?? `${rest} answered ${answer.status}`)
}

const given = (filter: Filter): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))

/** Everything as JSON for programs, some columns for people. */
export function printItems(items: readonly Item[], columns: readonly string[], json = false): void {
  if (json) {
    printJson(items)
    return
  }
  const cell = (value: unknown): string | number | undefined =>
    typeof value === 'number' || value === undefined ? value : String(value ?? '-')
  printRows(
    items.map((item) => Object.fromEntries(columns.map((name) => [name, cell(item[name])]))),
    false,
  )
}

/** @throws Refusal INVALID_ARGUMENT */
export function variablesOf(text: string | undefined): Variables {
  if (text === undefined) return {}
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Variables
  } catch {
    // told below
  }
  throw new Refusal('INVALID_ARGUMENT', `variables are a JSON object such as '{"orderId":"o-1"}', not '${text}'`)
}

/** What a command has done: a line for people, an object for programs. */
export function printDone(done: object, line: string, json = false): void {
  if (json) printJson(done)
  else console.log(line)
}
