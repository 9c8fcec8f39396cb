import { requiredText, textOf, type CloudEvent } from '@millrace/cloudevents'
import { jsonData, type EventRoute } from '@millrace/client/cloudevents'
import { checked, problem } from '@millrace/client/http'
import { eventData, type EventData, type EventType } from './contract/events.ts'

/** What came with an event's data. */
export interface Heard {
  readonly source: string
  readonly id: string
  readonly correlationKey: string | undefined
}

export interface Hearing<T extends EventType> {
  readonly url: string
  /** One type, or several whose data are alike. */
  readonly type: T | readonly T[]
  /** This service's own source: what it told itself, it knows. */
  readonly own: string
  readonly onEvent: (data: EventData<T>, heard: Heard) => Promise<unknown>
  readonly onPlain?: NonNullable<EventRoute['onPlain']>
}

/** A route that takes one type of event, and where it says so the same command without an envelope. */
export function hear<T extends EventType>({ url, type, own, onEvent, onPlain }: Hearing<T>): EventRoute {
  const types = new Map((Array.isArray(type) ? type : [type]).map((each: T) => [each as string, each]))
  return {
    url,
    onEvent: async (event) => {
      const given = requiredText(event, 'type')
      const known = types.get(given)
      if (known === undefined) {
        const text = `${url} takes ${[...types.keys()].join(', ')}, not ${given}`
        throw problem(422, 'Wrong type', text, { code: 'WRONG_TYPE' })
      }
      const heard = heardOf(event)
      if (heard.source === own) return { own: true }
      return onEvent(checked(eventData[known], jsonData(event)) as EventData<T>, heard)
    },
    ...(onPlain !== undefined && { onPlain }),
  }
}

const heardOf = (event: CloudEvent): Heard => ({
  source: requiredText(event, 'source'),
  id: requiredText(event, 'id'),
  correlationKey: textOf(event, 'correlationkey'),
})
