import { type XmlElement, attribute, childOf, filled } from '../xml/element.ts'
import { rule } from './rule.ts'

const needs = (element: XmlElement, names: readonly string[], fault: (message: string) => void): void => {
  for (const name of names) {
    const value = attribute(element, name)
    if (value === undefined) fault(`Attribute '${name}' must be present and not empty`)
  }
}

const bindings = ['deployment', 'latest', 'versionTag']

/** Rules of Zeebe's extension elements: attributes that must be there, and what they exclude. */
export const extensionRules = [
  rule(['zeebe:calledElement'], ({ element, fault }) => needs(element, ['processId'], fault)),
  rule(['zeebe:taskDefinition'], ({ element, fault }) => needs(element, ['type'], fault)),
  rule(['zeebe:subscription'], ({ element, fault }) => needs(element, ['correlationKey'], fault)),
  rule(['zeebe:calledDecision'], ({ element, fault }) => needs(element, ['decisionId', 'resultVariable'], fault)),
  rule(['zeebe:script'], ({ element, fault }) => needs(element, ['expression', 'resultVariable'], fault)),
  rule(['zeebe:loopCharacteristics'], ({ element, fault }) => {
    needs(element, ['inputCollection'], fault)
    const [collection, single] = [
      attribute(element, 'outputCollection') ?? '',
      attribute(element, 'outputElement') ?? '',
    ]
    if (collection !== '' && single === '') {
      fault("Attribute 'outputElement' must be present if the attribute 'outputCollection' is set")
    } else if (single !== '' && collection === '') {
      fault("Attribute 'outputCollection' must be present if the attribute 'outputElement' is set")
    }
  }),
  rule(['zeebe:calledDecision', 'zeebe:calledElement', 'zeebe:formDefinition'], ({ element, fault }) => {
    const binding = attribute(element, 'bindingType')
    const tagged = filled(element, 'versionTag') !== undefined
    if (binding !== undefined && !bindings.includes(binding)) {
      fault(`Attribute 'bindingType' must be one of: ${bindings.join(', ')}`)
    }
    if (binding === 'versionTag' && !tagged) {
      fault("Attribute 'versionTag' must be present and not empty if 'bindingType' is 'versionTag'")
    } else if (binding !== 'versionTag' && tagged) {
      fault("Attribute 'versionTag' may only be used if 'bindingType' is 'versionTag'")
    }
  }),
  rule(['zeebe:formDefinition'], ({ element, fault }) => {
    const zeebe = element.parent !== undefined && childOf(element.parent, 'zeebe:userTask') !== undefined
    const other = zeebe ? 'externalReference' : 'formKey'
    if ((filled(element, other) === undefined) === (filled(element, 'formId') === undefined)) {
      const suffix = zeebe ? ' for native user tasks' : ''
      fault(`Exactly one of the attributes 'formId, ${other}' must be present and not blank${suffix}`)
    }
  }),
  rule(['zeebe:userTaskForm'], ({ element, fault }) => {
    if (element.text === '') fault('User task form text content has to be present and not empty')
  }),
]
