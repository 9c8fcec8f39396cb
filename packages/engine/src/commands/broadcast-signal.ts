import { broadcast } from '../behaviours/signals.ts'
import type { JsonObject } from '../records/schema.ts'
import type { Command } from './command.ts'

export interface BroadcastSignal {
  readonly signalName: string
  readonly variables: JsonObject
  readonly tenantId: string
}

/** Reaches everybody who waits for the signal now; it is not kept. */
export const broadcastSignal: Command<BroadcastSignal, { readonly key: number; readonly tenantId: string }> = (
  step,
  { signalName, variables, tenantId },
) => ({ key: broadcast(step, { signalName, variables, tenantId }), tenantId })
