import type { Expressions } from '../model/expressions.ts'
import type { Model } from '../model/model.ts'
import type { Uses } from '../model/uses.ts'
import type { XmlElement } from '../xml/element.ts'

/** What a rule may look at, and how it says what is wrong with the element at hand. */
export interface Subject {
  readonly element: XmlElement
  readonly model: Model
  readonly expressions: Expressions
  /** Where messages, signals and escalations are used. */
  readonly uses: ReadonlyMap<XmlElement, Uses>
  /** Of `element` itself. */
  fault(message: string): void
}

/** A check of all elements with one of these names (without `bpmn:`; with `zeebe:`). */
export interface Rule {
  readonly on: readonly string[]
  readonly check: (subject: Subject) => void
}

export const rule = (on: readonly string[], check: Rule['check']): Rule => ({ on, check })

/** The rules by the tag they look at, in their order. */
export function byTag(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const found = new Map<string, Rule[]>()
  for (const each of rules) {
    for (const name of each.on) {
      const tag = name.includes(':') ? name : `bpmn:${name}`
      found.set(tag, [...(found.get(tag) ?? []), each])
    }
  }
  return found
}
