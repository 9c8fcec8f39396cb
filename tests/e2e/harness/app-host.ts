import { startPlatform, type Platform } from '@millrace/testkit'
import { send } from './send.ts'

/** The platform with one of the systems, as `npm start` runs it, on free ports. */
export interface AppHost<Service extends string> {
  readonly platform: Platform
  readonly urls: Readonly<Record<Service, string>>
  /** Moves the platform's clock, where that is virtual. */
  advance(ms: number): Promise<void>
}

export interface AppHostOptions {
  /** The platform's clock stands still until it is moved. */
  readonly clock?: 'virtual'
  /** Settings of the system. */
  readonly env?: Readonly<Record<string, string>>
}

export async function startAppHost<Service extends string>(
  app: string,
  { clock, env = {} }: AppHostOptions = {},
): Promise<AppHost<Service>> {
  const args = ['--app-ports', 'free', '--smtp', '0', ...(clock === undefined ? [] : ['--clock', clock])]
  const platform = await startPlatform({ apps: app, args, env })
  const { services } = platform.ready as unknown as { services: Record<string, AppHost<Service>['urls']> }
  const urls = services[app]
  if (urls === undefined) throw new Error(`the platform started no ${app}`)
  const advance = async (ms: number) => {
    await send(`${platform.ready.console}/v1/clock/advance`, { ms })
  }
  return { platform, urls, advance }
}
