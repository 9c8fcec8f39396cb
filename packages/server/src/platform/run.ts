import { type Environment, systemClocks, systemRandom } from '@millrace/kernel'
import { announceJson, announceText } from './announce.ts'
import { createLogger } from './logger.ts'
import { readConfig } from '../config/config.ts'
import type { SettingName } from '../config/settings.ts'
import { startPlatform } from './start.ts'

/** Time that a drain may take before the process ends anyway. */
const DRAIN_MS = 10_000

/**
 * Starts the platform, says where it is, and resolves when a signal has stopped it. A second signal ends the process
 * at once: what was acknowledged is on disk.
 */
export async function runPlatform(
  flags: Partial<Record<SettingName, unknown>>,
  environment: Environment,
  output: { readonly json: boolean },
): Promise<void> {
  const config = readConfig(flags, environment)
  const log = createLogger(config.logLevel)
  const stopping = signalled()
  const platform = await startPlatform(config, { clocks: systemClocks(), random: systemRandom, log, environment })
  // The liveness clock starts with the process: the figure includes loading the code.
  const ms = Math.round(systemClocks().liveness.now())
  process.stdout.write(output.json ? announceJson(platform, ms) : announceText(platform, ms))
  const signal = await stopping
  log.info({ signal }, 'stopping')
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  const giveUp = systemClocks().liveness.timerIn(DRAIN_MS, () => {
    log.error({ ms: DRAIN_MS }, 'gave up draining')
    process.exit(1)
  })
  await platform.stop()
  giveUp.cancel()
}

function signalled(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}
