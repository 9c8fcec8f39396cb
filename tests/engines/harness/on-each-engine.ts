import { describe, inject } from 'vitest'
import { ENGINE_NAMES, type EngineName } from './engines.ts'

/** What a suite may know of the engine under it. */
export interface EngineAddress {
  readonly name: EngineName
  /** `host:port` */
  readonly brokers: string
}

/** Defines one suite that runs against every chosen engine, with the same expectations. */
export function onEachEngine(title: string, suite: (engine: EngineAddress) => void): void {
  describe.each(running())(`${title} on $name`, (engine) => {
    suite(engine)
  })
}

/**
 * Defines one suite that takes minutes: it runs against Millrace, and against the real engine when that alone was chosen
 * (`ENGINES=kafka`).
 */
export function onOneEngine(title: string, suite: (engine: EngineAddress) => void): void {
  describe.each(running().slice(0, 1))(`${title} on $name`, (engine) => {
    suite(engine)
  })
}

/** Millrace before the real one. */
function running(): EngineAddress[] {
  const brokers = inject('brokers')
  return ENGINE_NAMES.flatMap((name) => (brokers[name] === undefined ? [] : [{ name, brokers: brokers[name] }]))
}

let drawn = 0

/** A topic, group or transactional id that no other test uses, nor an earlier run against the same engine. */
export function unique(name: string): string {
  drawn++
  return `${name}-${process.pid.toString(36)}-${Date.now().toString(36)}-${drawn}`
}
