/**
 * The thread in which the systems run (decisions.md, D1): what they do never delays an acknowledgement of the log.
 * They know the platform only by the addresses in their environment. Their code is loaded while the platform starts.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { kafkaLibrary, platformClock } from '@millrace/client'
import { type AppDefinition, type RunningService, messageOf, systemRandom } from '@millrace/kernel'
import { createLogger } from '../platform/logger.ts'
import type { FromThread, ServicePlan, ThreadInput, ToThread } from './messages.ts'
import { loadApp } from './registry.ts'

const { apps: names, logLevel } = workerData as ThreadInput
const running: RunningService[] = []
const followed: { close(): void }[] = []
const tell = (message: FromThread): void => parentPort?.postMessage(message)

async function startService(app: AppDefinition | undefined, plan: ServicePlan): Promise<string> {
  const service = app?.services[plan.service]
  if (service === undefined) throw new Error(`there is no service ${plan.service} in ${plan.app}`)
  const clocks = await platformClock(plan.environment)
  followed.push(clocks)
  const log = createLogger(logLevel, `${plan.app}-${plan.service}`)
  const started = await service.start(plan.environment, { clocks, random: systemRandom, log })
  running.push(started)
  return Object.values(started.urls)[0] ?? ''
}

async function run(apps: readonly AppDefinition[], services: readonly ServicePlan[]): Promise<void> {
  const started = await Promise.all(services.map((plan) => attempt(apps, plan)))
  const urls: Record<string, Record<string, string>> = {}
  for (const [index, { app, service }] of services.entries()) {
    const url = started[index]
    if (url !== undefined) urls[app] = { ...urls[app], [service]: url }
  }
  tell({ kind: 'ready', urls })
}

/** One service that does not start leaves the others alone. */
async function attempt(apps: readonly AppDefinition[], plan: ServicePlan): Promise<string | undefined> {
  try {
    const app = apps.find(({ name }) => name === plan.app)
    return await startService(app, plan)
  } catch (thrown) {
    tell({ kind: 'failed', app: plan.app, service: plan.service, message: messageOf(thrown) })
    return undefined
  }
}

async function stop(): Promise<void> {
  await Promise.allSettled(running.map((service) => service.stop()))
  // A virtual clock that is followed would keep the thread.
  for (const clocks of followed) clocks.close()
  parentPort?.close()
}

const [apps] = await Promise.all([Promise.all(names.map(loadApp)), kafkaLibrary()])
parentPort?.on('message', (message: ToThread) => {
  void (message.kind === 'run' ? run(apps, message.services) : stop())
})
tell({
  kind: 'loaded',
  apps: apps.map(({ name, summary, front, pages, services }) => ({
    name,
    summary,
    front,
    pages,
    ports: Object.fromEntries(Object.entries(services).map(([service, { port }]) => [service, port])),
    urlVariables: Object.fromEntries(
      Object.entries(services).flatMap(([service, { urlVariable }]) => (urlVariable ? [[service, urlVariable]] : [])),
    ),
  })),
})
