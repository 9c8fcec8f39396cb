import { type XmlElement, attribute, extensionsOf, filled } from '../xml/element.ts'
import { UNUSED } from '../model/uses.ts'
import { rule } from './rule.ts'

const verifyName = (element: XmlElement, fault: (message: string) => void): void => {
  if ((attribute(element, 'name') ?? '') === '') fault('Name must be present and not empty')
}

/** Rules of what stands beside the processes: messages, signals, escalations. */
export const rootRules = [
  rule(['message'], ({ element, uses, fault }) => {
    const { caught, thrown, started } = uses.get(element) ?? UNUSED
    if (caught + thrown > 0) verifyName(element, fault)
    if (caught > 0) {
      if (extensionsOf(element, 'zeebe:subscription').length !== 1) {
        fault('Must have exactly one zeebe:subscription extension element')
      }
    } else if (thrown === 0) {
      if (started > 1) fault('A message cannot be referred by more than one start event')
      else if (started === 1) verifyName(element, fault)
    }
  }),
  rule(['signal'], ({ element, uses, fault }) => {
    const { caught, thrown, started } = uses.get(element) ?? UNUSED
    if (caught + thrown + started > 0) verifyName(element, fault)
  }),
  rule(['escalation'], ({ element, uses, fault }) => {
    const { thrown } = uses.get(element) ?? UNUSED
    if (thrown > 0 && filled(element, 'escalationCode') === undefined) {
      fault('EscalationCode must be present and not empty')
    }
  }),
]
