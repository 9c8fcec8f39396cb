import type { AppDefinition } from '@millrace/kernel'
import { Refusal } from '@millrace/kernel'

/** Every system that comes with the platform, loaded when it is asked for. */
export const apps: Readonly<Record<string, () => Promise<AppDefinition>>> = {
  store: async () => (await import('@millrace/store')).app,
  orders: async () => (await import('@millrace/orders')).app,
  fulfilment: async () => (await import('@millrace/fulfilment')).app,
  pizza: async () => (await import('@millrace/pizza')).app,
  tickets: async () => (await import('@millrace/tickets')).app,
  router: async () => (await import('../router/system.ts')).app,
}

/** Systems that do not work without another one. */
const needed: Readonly<Record<string, readonly string[]>> = { tickets: ['router'] }

/**
 * The systems that `--apps` names: `all`, `none`, or names; and what these need.
 *
 * @throws Refusal INVALID_CONFIGURATION when there is no such system.
 */
export function selectApps(names: readonly string[]): readonly string[] {
  if (names.includes('none')) return []
  if (names.includes('all')) return Object.keys(apps)
  const unknown = names.filter((name) => !(name in apps))
  if (unknown.length > 0) {
    const known = Object.keys(apps).join(', ')
    throw new Refusal(
      'INVALID_CONFIGURATION',
      `--apps: there is no ${unknown.join(', ')}; there are ${known}, all, none`,
    )
  }
  return [...new Set(names.flatMap((name) => [...(needed[name] ?? []), name]))]
}

/**
 * @throws Refusal UNKNOWN_APP that names the known ones.
 */
export async function loadApp(name: string): Promise<AppDefinition> {
  const load = apps[name]
  if (load === undefined) {
    throw new Refusal('UNKNOWN_APP', `there is no system ${name}; there are ${Object.keys(apps).join(', ')}`)
  }
  return load()
}
