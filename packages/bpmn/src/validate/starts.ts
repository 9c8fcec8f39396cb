import { attribute } from '../xml/element.ts'
import { evaluateConstant, isNumeric } from '../model/expressions.ts'
import { type Subject, rule } from './rule.ts'
import { eventDefinitions } from '../model/model.ts'
import { resultType } from '../feel/result-type.ts'

/** Names of messages and signals that start a process are known without variables: there are none yet. */
export const startRules = [
  rule(['startEvent'], (subject) => {
    if (subject.element.parent?.tag !== 'bpmn:process') return
    for (const definition of eventDefinitions(subject.element)) {
      for (const [tag, kind] of named) {
        if (definition.tag !== tag) continue
        const root = subject.model.refer(definition, `${kind}Ref`)
        const name = root === undefined ? undefined : attribute(root, 'name')
        if (name !== undefined) verifyConstant(subject, name, kind)
      }
    }
  }),
]

const named = [
  ['bpmn:messageEventDefinition', 'message'],
  ['bpmn:signalEventDefinition', 'signal'],
] as const

function verifyConstant({ expressions, fault }: Subject, name: string, kind: string): void {
  const read = expressions.read(name)
  if (read.kind === 'fault') return
  if (read.kind === 'static') {
    if (isNumeric(name)) fault(wrong(kind, name, 'NUMBER'))
    return
  }
  const result = evaluateConstant(read)
  if (result.kind === 'failure') {
    fault(
      `Expected constant expression but found '${name}', which could not be evaluated without context: ${result.message}`,
    )
  } else if (typeof result.value !== 'string') fault(wrong(kind, name, resultType(result.value)))
}

const wrong = (kind: string, name: string, type: string): string =>
  `Expected constant expression of type String for ${kind} name '${name}', but was ${type}`
