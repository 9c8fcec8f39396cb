import { type Subject, rule } from './rule.ts'
import { type XmlElement, childOf } from '../xml/element.ts'
import { evaluateConstant, isNumeric } from '../model/expressions.ts'
import { type Warning, withWarnings } from '../feel/run.ts'
import type { FeelValue } from '../feel/value.ts'
import type { TimerDefinition } from '../graph/timer.ts'
import { eventDefinitions } from '../model/model.ts'
import { kinds } from '../model/kinds.ts'
import { readTimer } from '../timers/timer.ts'

const types = [
  ['duration', 'bpmn:timeDuration'],
  ['cycle', 'bpmn:timeCycle'],
  ['date', 'bpmn:timeDate'],
] as const

/**
 * What timers say. Static values are read now, and expressions of a process's start event too, which has no variables
 * to wait for.
 */
export const timerRules = [
  rule(['timerEventDefinition'], ({ element, expressions, fault }) => {
    for (const [, tag] of types) {
      const text = childOf(element, tag)?.text
      const read = text === undefined ? undefined : expressions.read(text)
      if (read?.kind === 'fault') fault(read.message)
    }
  }),
  rule(kinds.catchEvents, (subject) => {
    for (const definition of eventDefinitions(subject.element)) {
      if (definition.tag === 'bpmn:timerEventDefinition') verifyTimer(subject, definition)
    }
  }),
]

function verifyTimer(subject: Subject, definition: XmlElement): void {
  const given = types.find(([, tag]) => childOf(definition, tag) !== undefined)
  if (given === undefined) return
  const [type, tag] = given
  const text = childOf(definition, tag)?.text ?? ''
  const read = subject.expressions.read(text)
  if (read.kind === 'fault') return
  const start = subject.element.tag === 'bpmn:startEvent' && subject.element.parent?.tag === 'bpmn:process'
  if (read.kind === 'static') verifyValue(subject, type, isNumeric(text) ? Number(text) : text, text)
  else if (start) {
    const result = evaluateConstant(read)
    if (result.kind === 'failure') subject.fault(`Invalid timer ${type} expression (${result.message})`)
    else verifyValue(subject, type, result.value, read.text, result.warnings)
  }
}

function verifyValue(
  { fault }: Subject,
  type: TimerDefinition['type'],
  value: FeelValue,
  text: string,
  warnings: readonly Warning[] = [],
): void {
  const timer = readTimer(type, value, text)
  if (timer.kind === 'fault') fault(`Invalid timer ${type} expression (${withWarnings(timer.message, warnings)})`)
}
