import type { EngineEvent, StateReader } from '@millrace/engine'

/** The deployed files and processes that the engine knows, as the events that told of them. */
export function deployedIn(state: StateReader, timestamp: number): readonly EngineEvent[] {
  const resources = Array.from(state.resources.entries(), ([key, value]): EngineEvent => {
    const content = Uint8Array.from(value.content)
    return { valueType: 'RESOURCE', intent: 'CREATED', key, value: { ...value, content }, timestamp }
  })
  const definitions = Array.from(state.definitions.entries(), ([key, value]): EngineEvent => ({
    valueType: 'PROCESS',
    intent: 'CREATED',
    key,
    value,
    timestamp,
  }))
  return [...resources, ...definitions]
}
