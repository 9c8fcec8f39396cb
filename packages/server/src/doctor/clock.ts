import { systemClocks } from '@millrace/kernel'
import { type Check, note, ok, wrong } from './finding.ts'

const PATIENCE_MS = 1000
/** When this was written: no right clock is before it. */
const EARLIEST = Date.UTC(2026, 0, 1)
const MOST_APART_MS = 60_000

/** The machine's clock, and that of the platform that runs. */
export const clock: Check = async ({ config }) => {
  const now = systemClocks().domain.now()
  const text = new Date(now).toISOString()
  if (now < EARLIEST) return [wrong('clock', text, 'set the clock of this machine: timestamps and retention go by it')]
  const platform = await platformClock(`http://${config.host}:${config.console}`)
  if (platform === undefined) return [ok('clock', text)]
  if (platform.mode === 'virtual') return [note('clock', `${text}; the platform has a virtual one: ${platform.text}`)]
  return Math.abs(platform.now - now) > MOST_APART_MS
    ? [wrong('clock', `${text}, and the platform has ${platform.text}`, 'was the clock set back? Restart the platform')]
    : [ok('clock', `${text}, the platform's too`)]
}

async function platformClock(url: string) {
  try {
    const response = await fetch(`${url}/v1/clock`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const { mode, now } = (await response.json()) as { mode?: string; now?: number }
    if (now === undefined || mode === undefined) return undefined
    return { mode, now, text: new Date(now).toISOString() }
  } catch {
    return undefined
  }
}
