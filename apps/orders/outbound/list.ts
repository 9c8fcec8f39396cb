import { type Place } from '@millrace/client/http'
import { stages } from '../contract/notice.ts'
import type { EntityAccess } from '../entity/access.ts'
import type { OutboundMessage, OutboundState } from './message.ts'

export interface Listed<T> {
  readonly orderId: string
  readonly message: OutboundMessage<T>
}

type Model<T> = EntityAccess<OutboundState<T>, never>['model']

/** Newest first; of one moment, the later stage. */
export function placeOf({ orderId, message }: Listed<unknown>): Place {
  return { at: message.at, id: `${orderId}:${stages.length - stages.indexOf(message.stage)}` }
}

/** Every message, or those of one order. */
export function messagesOf<T>(model: Model<T>, orderId?: string): Listed<T>[] {
  const states = orderId === undefined ? model.states() : [model.get(orderId)].filter((state) => state !== undefined)
  return [...states].flatMap(({ orderId: id, messages }) => messages.map((message) => ({ orderId: id, message })))
}

/** Calls for each message that is new or different. Gives a function that ends it. */
export function changedMessages<T>(
  entities: Pick<EntityAccess<OutboundState<T>, never>, 'model' | 'onChange'>,
  tell: (changed: Listed<T>) => void,
): () => void {
  const shown = new Map<string, string>()
  for (const { orderId, message } of messagesOf(entities.model))
    shown.set(`${orderId}:${message.stage}`, JSON.stringify(message))
  return entities.onChange(({ orderId, messages }) => {
    for (const message of messages) {
      const [name, text] = [`${orderId}:${message.stage}`, JSON.stringify(message)]
      if (shown.get(name) === text) continue
      shown.set(name, text)
      tell({ orderId, message })
    }
  })
}
