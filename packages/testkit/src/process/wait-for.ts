import { setTimeout as sleep } from 'node:timers/promises'

/** How long to wait, and what for (the text of the error). */
export interface Patience {
  readonly what: string
  readonly timeoutMs?: number
  readonly everyMs?: number
}

/**
 * Asks again and again until `probe` gives something other than undefined or false.
 *
 * @throws Error that names `what` and the last failure of the probe, after `timeoutMs` (30 s).
 */
export async function waitFor<T>(
  probe: () => Promise<T> | T,
  patience: Patience,
): Promise<Exclude<T, undefined | false>> {
  const { what, timeoutMs = 30_000, everyMs = 50 } = patience
  const deadline = performance.now() + timeoutMs
  let failure: unknown
  for (;;) {
    try {
      const found = await probe()
      if (found !== undefined && found !== false) return found as Exclude<T, undefined | false>
    } catch (thrown) {
      failure = thrown
    }
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`, { cause: failure })
    await sleep(everyMs)
  }
}
