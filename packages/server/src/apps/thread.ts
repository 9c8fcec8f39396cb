/**
 * The thread in which the systems run (decisions.md, D1): what they do never delays an acknowledgement of the log.
 * They know the platform only by the addresses in their environment.
 */
import { platformClock } from '@millrace/client'
import { parentPort, workerData } from 'node:worker_threads'
import { type RunningService, type ServicePorts, messageOf, systemRandom } from '@millrace/kernel'
import type { FromThread, ServicePlan, ThreadInput, ToThread } from './messages.ts'
import { createLogger } from '../platform/logger.ts'
import { loadApp } from './registry.ts'

const { services, logLevel } = workerData as ThreadInput
const running: RunningService[] = []
const tell = (message: FromThread): void => parentPort?.postMessage(message)

async function startService(plan: ServicePlan): Promise<readonly [ServicePlan, RunningService]> {
  const app = await loadApp(plan.app)
  const service = app.services[plan.service]
  if (service === undefined) throw new Error(`${plan.app} has no service ${plan.service}`)
  const clocks = await platformClock(plan.environment)
  const ports: ServicePorts = {
    clocks,
    random: systemRandom,
    log: createLogger(logLevel, `${plan.app}-${plan.service}`),
  }
  const started = await service.start(plan.environment, ports)
  running.push(started)
  return [plan, started]
}

async function startAll(): Promise<void> {
  const urls: Record<string, Record<string, string>> = {}
  await Promise.all(
    services.map(async (plan) => {
      try {
        const [, started] = await startService(plan)
        const [url] = Object.values(started.urls)
        urls[plan.app] = { ...urls[plan.app], [plan.service]: url ?? '' }
      } catch (thrown) {
        tell({ kind: 'failed', app: plan.app, service: plan.service, message: messageOf(thrown) })
      }
    }),
  )
  tell({ kind: 'ready', urls })
}

parentPort?.on('message', async (message: ToThread) => {
  if (message.kind !== 'stop') return
  await Promise.allSettled(running.map((service) => service.stop()))
  tell({ kind: 'stopped' })
  parentPort?.close()
})

await startAll()
