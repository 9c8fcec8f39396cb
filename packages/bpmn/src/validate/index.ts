import { type LocatedFault, collect } from './fault.ts'
import { type Rule, byTag } from './rule.ts'
import { type XmlElement, attribute } from '../xml/element.ts'
import { definitionRules, eventRules } from './events.ts'
import type { Expressions } from '../model/expressions.ts'
import type { Model } from '../model/model.ts'
import { checkStructure } from './structure.ts'
import { containerRules } from './containers.ts'
import { countUses } from '../model/uses.ts'
import { expressionRules } from './expressions.ts'
import { extensionRules } from './extensions.ts'
import { gatewayRules } from './gateways.ts'
import { joinRules } from './joins.ts'
import { rootRules } from './roots.ts'
import { taskRules } from './tasks.ts'
import { unsupportedElement, unsupportedRules } from './unsupported.ts'

const modelRules = byTag([
  ...containerRules,
  ...taskRules,
  ...gatewayRules,
  ...joinRules,
  ...eventRules,
  ...definitionRules,
  ...extensionRules,
  ...rootRules,
  ...unsupportedRules,
])
const valueRules = byTag(expressionRules)

/** Everything that is wrong with a model: its structure first, then what BPMN and Zeebe ask, then its expressions. */
export function validate(model: Model, expressions: Expressions): readonly LocatedFault[] {
  const faults: LocatedFault[] = []
  checkStructure(model, collect('structure', faults))
  apply(modelRules, model, expressions, faults, 'model')
  apply(valueRules, model, expressions, faults, 'expression')
  return faults
}

function apply(
  rules: ReadonlyMap<string, readonly Rule[]>,
  model: Model,
  expressions: Expressions,
  faults: LocatedFault[],
  aspect: LocatedFault['aspect'],
): void {
  const report = collect(aspect, faults)
  const uses = countUses(model)
  for (const element of executable(model.definitions)) {
    const fault = (message: string): void => report(element, message)
    const unsupported = aspect === 'model' ? unsupportedElement(element) : undefined
    if (unsupported !== undefined) fault(unsupported)
    for (const { check } of rules.get(element.tag) ?? []) check({ element, model, expressions, uses, fault })
  }
}

/** All elements but those of processes that cannot be executed, which are documentation. */
function* executable(element: XmlElement): Generator<XmlElement> {
  if (element.tag === 'bpmn:process' && attribute(element, 'isExecutable') !== 'true') return
  yield element
  for (const child of element.children) yield* executable(child)
}
