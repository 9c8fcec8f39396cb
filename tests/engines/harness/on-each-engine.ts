import { describe, inject } from 'vitest'
import type { EngineName } from './engines.ts'

/** What a suite may know of the engine under it. */
export interface EngineAddress {
  readonly name: EngineName
  /** `host:port` */
  readonly brokers: string
}

/** Defines one suite that runs against every chosen engine, with the same expectations. */
export function onEachEngine(title: string, suite: (engine: EngineAddress) => void): void {
  const running = Object.entries(inject('brokers')) as [EngineName, string][]
  describe.each(running.map(([name, brokers]) => ({ name, brokers })))(`${title} on $name`, (engine) => {
    suite(engine)
  })
}

let drawn = 0

/** A topic, group or transactional id that no other test uses, nor an earlier run against the same engine. */
export function unique(name: string): string {
  drawn++
  return `${name}-${process.pid.toString(36)}-${Date.now().toString(36)}-${drawn}`
}
