import type { ConfigOperation } from '@millrace/broker'
import { Refusal } from '@millrace/kernel'
import { handler } from '../handler.ts'
import { IncrementalAlterConfigs, type IncrementalAlterConfigsRequestAlterableConfig } from '../messages/index.ts'
import { alterResources, refuseNulls } from './shared/alter-resources.ts'

/** Kafka's numbers (AlterConfigOp.OpType). */
const DELETE = 1
/** A topic that is not there is refused after what would be set on it. */
const NO_CONFIGS = { configs: {} }
const KINDS = ['set', 'delete', 'append', 'subtract'] as const

/** IncrementalAlterConfigs (44), v0-1: sets, unsets, and appends to or subtracts from lists (KIP-339). */
export const incrementalAlterConfigs = handler(IncrementalAlterConfigs, [0, 1], async (request, { broker }) => ({
  throttleTimeMs: 0,
  responses: await alterResources(broker, request.resources, request.validateOnly, ({ configs }, meant) => {
    refuseNulls(configs.filter(({ configOperation }) => configOperation !== DELETE))
    const operations = configs.map(toOperation)
    return meant.kind === 'topic'
      ? broker.configs.operatedTopic(meant.topic ?? NO_CONFIGS, operations)
      : broker.configs.operatedBroker(meant.scope, operations)
  }),
}))

function toOperation(config: IncrementalAlterConfigsRequestAlterableConfig): ConfigOperation {
  const kind = KINDS[config.configOperation]
  if (kind === undefined) {
    throw new Refusal(
      'INVALID_REQUEST',
      `Unknown operations type ${config.configOperation}; ${KINDS.join(', ')} are 0 to 3`,
    )
  }
  const { name, value } = config
  return kind === 'delete' ? { kind, name } : { kind, name, value: value ?? '' }
}
