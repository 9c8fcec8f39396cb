import { resolve } from 'node:path'
import type { Environment } from '@millrace/kernel'
import { readConfig } from '../config/config.ts'
import type { SettingName } from '../config/settings.ts'
import { clock } from './clock.ts'
import { dataDirectory, holderOf } from './data-directory.ts'
import type { Check, Finding } from './finding.ts'
import { kafkaAccess } from './kafka-access.ts'
import { kafkaBrokers } from './kafka-brokers.ts'
import { logContent } from './log-content.ts'
import { ports } from './ports.ts'
import { runtime } from './runtime.ts'
import { webPages } from './web-pages.ts'

/** What the doctor looks at, in this order. */
const CHECKS: readonly Check[] = [runtime, dataDirectory, ports, kafkaBrokers, kafkaAccess, webPages, clock]

/**
 * Looks at everything that the platform needs, and with `verify` at every byte of its log. Changes nothing.
 *
 * @throws Refusal INVALID_CONFIGURATION
 */
export async function examine(
  flags: Partial<Record<SettingName, unknown>>,
  environment: Environment,
  verify: boolean,
): Promise<readonly Finding[]> {
  const config = readConfig(flags, environment)
  const data = resolve(config.data)
  const patient = { config, environment, data, heldBy: await holderOf(data) }
  const found: Finding[] = []
  for (const check of verify ? [...CHECKS, logContent] : CHECKS) found.push(...(await check(patient)))
  return found
}
