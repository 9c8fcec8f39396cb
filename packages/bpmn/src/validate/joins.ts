import { childrenOf, walk } from '../xml/element.ts'
import { rule } from './rule.ts'
import { flowNodes } from '../model/model.ts'

/** Joining costs each incoming flow of an inclusive gateway a list of all that lies before it. */
const JOIN_ENTRIES = 4_000_000

export const joinRules = [
  rule(['process'], ({ element, model, fault }) => {
    let entries = 0
    for (const scope of walk(element)) {
      if (scope.tag !== 'bpmn:process' && scope.tag !== 'bpmn:subProcess') continue
      const joins = childrenOf(scope, 'bpmn:inclusiveGateway').map((gateway) => model.incoming(gateway).length)
      const flows = joins.filter((incoming) => incoming > 1).reduce((sum, incoming) => sum + incoming, 0)
      entries += flows * flowNodes(scope).length
    }
    if (entries > JOIN_ENTRIES) fault('The process has more joining inclusive gateways than can be compiled')
  }),
]
