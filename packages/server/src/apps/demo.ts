import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, Refusal, systemClocks, systemRandom } from '@millrace/kernel'
import { createLogger } from '../platform/logger.ts'
import { readConfig } from '../config/config.ts'
import { startPlatform } from '../platform/start.ts'
import { loadApp } from './registry.ts'

/** Runs the journey of one system on a platform of its own, on free ports, with data of its own. */
export async function runDemo(
  name: string,
  options: { readonly keep: boolean; readonly environment: Environment },
): Promise<void> {
  const app = await loadApp(name)
  const data = await mkdtemp(join(tmpdir(), 'millrace-demo-'))
  const ports = { clocks: systemClocks(), random: systemRandom, log: createLogger('warn') }
  const config = readConfig(
    {
      data,
      console: 0,
      kafka: 0,
      zeebe: 0,
      events: 0,
      sql: 0,
      smtp: 0,
      apps: name,
      appPorts: 'free',
      clock: app.demoClock ?? 'system',
    },
    {},
  )
  const platform = await startPlatform(config, { ...ports, environment: options.environment })
  try {
    const urls = platform.apps[name]
    if (urls === undefined) throw new Refusal('APP_NOT_STARTED', `${name} did not start`)
    await app.demo({
      brokers: platform.kafka,
      urls,
      inbox: platform.console,
      zeebe: platform.zeebe,
      ...(app.demoClock === 'virtual' && { clock: platform.console }),
      ports,
      print: (line) => console.log(line),
    })
  } finally {
    await platform.stop()
    if (options.keep) console.error(`data: ${data}`)
    else await rm(data, { recursive: true })
  }
}
