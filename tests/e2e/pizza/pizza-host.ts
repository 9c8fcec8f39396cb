import { type AppHost, startAppHost } from '../harness/app-host.ts'

export type PizzaHost = AppHost<'webapp' | 'status'>

/** Its clock stands still until it is moved. */
export const startPizzaHost = (): Promise<PizzaHost> => startAppHost('pizza', { clock: 'virtual' })

/** Moves the clock on, second by second, as the services follow. */
export async function passSeconds({ advance }: PizzaHost, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) await advance(1000)
}
