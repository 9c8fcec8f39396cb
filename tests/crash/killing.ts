import { setTimeout as sleep } from 'node:timers/promises'
import { below, type Random } from '@millrace/kernel'
import type { Platform } from '@millrace/testkit'

const SHORTEST_LIFE_MS = 150
const LIFE_MS = 1300
const LONGEST_RECOVERY_MS = 500
const KILLS_IN_RECOVERY = 4

/** Lets the platform live for a moment, kills it, in one of four cycles kills it again as it starts, and starts it. */
export async function killAndRestart(platform: Platform, random: Random): Promise<Platform> {
  await sleep(SHORTEST_LIFE_MS + below(random, LIFE_MS))
  await platform.kill9()
  if (below(random, KILLS_IN_RECOVERY) === 0) await platform.restartAndKill(below(random, LONGEST_RECOVERY_MS))
  return platform.restart()
}
