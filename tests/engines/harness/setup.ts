import type { TestProject } from 'vitest/node'
import { chosenEngines, startEngine, type Engine, type EngineName } from './engines.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `host:port` of each engine that runs. */
    readonly brokers: Partial<Record<EngineName, string>>
  }
}

/** Starts the chosen engines once for all suites, one after the other so that neither starves the other's start. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engines: Engine[] = []
  for (const name of chosenEngines()) engines.push(await startEngine(name))
  project.provide('brokers', Object.fromEntries(engines.map(({ name, brokers }) => [name, brokers])))
  return async () => {
    await Promise.all(engines.map((engine) => engine.stop()))
  }
}
