import { type XmlElement, attribute, filled } from '../xml/element.ts'
import type { Model } from '../model/model.ts'

/** What may not be caught twice in one place: by two boundary events of an activity, two event subprocesses of a scope. */
export function verifyHandlers(
  model: Model,
  definitions: readonly XmlElement[],
  fault: (message: string) => void,
): void {
  verifyNames(model, definitions, fault)
  verifyCodes(model, definitions, fault, 'escalation')
  verifyCodes(model, definitions, fault, 'error')
}

/** Messages, signals and links by their names. */
export function verifyNames(model: Model, definitions: readonly XmlElement[], fault: (message: string) => void): void {
  const referred = (definition: XmlElement, reference: string): string | undefined => {
    const found = model.refer(definition, reference)
    return found === undefined ? undefined : filled(found, 'name')
  }
  const named = (tag: string, nameOf: (definition: XmlElement) => string | undefined): string[] =>
    repeated(definitions.filter((definition) => definition.tag === tag).map(nameOf))
  for (const name of named('bpmn:messageEventDefinition', (definition) => referred(definition, 'messageRef'))) {
    fault(`Multiple message event definitions with the same name '${name}' are not allowed.`)
  }
  for (const name of named('bpmn:signalEventDefinition', (definition) => referred(definition, 'signalRef'))) {
    fault(`Multiple signal event definitions with the same name '${name}' are not allowed.`)
  }
  for (const name of named('bpmn:linkEventDefinition', (definition) => filled(definition, 'name'))) {
    fault(`Multiple intermediate catch link event definitions with the same name '${name}' are not allowed.`)
  }
}

/** What is there more than once, named once. */
export function repeated(names: readonly (string | undefined)[]): string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const name of names) {
    if (name === undefined) continue
    if (seen.has(name)) twice.add(name)
    seen.add(name)
  }
  return [...twice]
}

/** Errors and escalations by their codes; one without a code catches all, and may be there once. */
function verifyCodes(
  model: Model,
  definitions: readonly XmlElement[],
  fault: (message: string) => void,
  kind: 'error' | 'escalation',
): void {
  const own = definitions.filter((definition) => definition.tag === `bpmn:${kind}EventDefinition`)
  const referred = own.map((definition) => model.refer(definition, `${kind}Ref`))
  const codes = referred.filter((found) => found !== undefined).map((found) => attribute(found, `${kind}Code`))
  const catchesAll = `The same scope can not contain more than one ${kind} catch event without ${kind} code. An ${kind} catch event without ${kind} code catches all ${kind}s.`
  if (referred.filter((found) => found === undefined).length > 1) fault(catchesAll)
  if (codes.filter((code) => code === undefined).length > 1) fault(catchesAll)
  for (const code of repeated(codes)) {
    fault(`Multiple ${kind} catch events with the same ${kind} code '${code}' are not supported on the same scope.`)
  }
}
