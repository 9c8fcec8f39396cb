/** A boolean, an integer of 32 bits, or canonical text: URIs, timestamps and binary values travel as text. */
export type AttributeValue = string | number | boolean

/**
 * A CloudEvent as it was received: attributes keep their text and their order, data keeps its bytes. Made by the
 * bindings or by `newEvent`, so that an event that exists is a valid one.
 */
export interface CloudEvent {
  /** Every context attribute and extension by its lower-case name; `specversion`, `id`, `source`, `type` are there. */
  readonly attributes: ReadonlyMap<string, AttributeValue>
  /** undefined is no data; no bytes are data of length 0. */
  readonly data: Buffer | undefined
}

/** The text of an attribute, as a header carries it; undefined when there is none. */
export function textOf(event: CloudEvent, name: string): string | undefined {
  const value = event.attributes.get(name)
  return value === undefined ? undefined : String(value)
}

/** The text of an attribute that every event has. */
export function requiredText(event: CloudEvent, name: 'id' | 'source' | 'type' | 'specversion'): string {
  return textOf(event, name) ?? ''
}

/** Another event with some attributes set, or taken away where the value is undefined. */
export function withAttributes(
  event: CloudEvent,
  changes: Readonly<Record<string, AttributeValue | undefined>>,
): CloudEvent {
  const attributes = new Map(event.attributes)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) attributes.delete(name)
    else attributes.set(name, value)
  }
  return { attributes, data: event.data }
}
