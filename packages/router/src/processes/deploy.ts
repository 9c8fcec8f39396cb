import type { DeployedProcess } from '@millrace/client/zeebe'
import { Refusal } from '@millrace/kernel'
import type { Routing } from '../routing/routing.ts'
import { type Trigger, type TriggerPlace, messageTrigger, waitTrigger } from '../triggers/trigger.ts'
import type { TriggerApi } from '../triggers/trigger-api.ts'
import { type ModelEvents, modelEvents } from './model-events.ts'

export interface Deployment {
  readonly processes: readonly DeployedProcess[]
  readonly messages: readonly string[]
  readonly waitTypes: readonly string[]
  /** Those that were made; without an API, those to be applied by somebody else. */
  readonly triggers: readonly Trigger[]
  readonly applied: boolean
}

const TRIGGERS_MOST = 200

/**
 * Deploys a model, notes what its processes expect, and makes a trigger for each message, and for each type that jobs
 * wait for. The engine comes first: it finds out whether the model is one. All of it may be done again.
 *
 * @throws Refusal or Fault of the engine or of the API for triggers
 */
export async function deployModel(
  { zeebe, store }: Pick<Routing, 'zeebe' | 'store'>,
  triggers: { readonly api: TriggerApi | undefined; readonly place: TriggerPlace },
  model: { readonly name: string; readonly content: string },
): Promise<Deployment> {
  const found = modelEvents(model.content)
  const processes = await zeebe.deploy([model])
  for (const { processDefinitionKey: workflowKey } of processes) {
    for (const { name: messageName, correlationKey, starts } of found.messages) {
      store.mappings.putExpected({ workflowKey, messageName, correlationKey, starts })
    }
  }
  const wanted = triggersFor(found, triggers.place)
  for (const trigger of wanted) await triggers.api?.put(trigger)
  return {
    processes,
    messages: found.messages.map(({ name }) => name),
    waitTypes: found.waitTypes,
    triggers: wanted,
    applied: triggers.api !== undefined,
  }
}

function triggersFor({ messages, waitTypes }: ModelEvents, place: TriggerPlace): Trigger[] {
  const names = new Set(messages.map(({ name }) => name))
  if (names.size + waitTypes.length > TRIGGERS_MOST) {
    throw new Refusal('LIMIT_EXCEEDED', `a model has at most ${TRIGGERS_MOST} messages and awaited types`)
  }
  return [
    ...[...names].map((name) => messageTrigger(name, place)),
    ...waitTypes.map((type) => waitTrigger(type, place)),
  ]
}
