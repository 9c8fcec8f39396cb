import { handler } from '../handler.ts'
import { AlterConfigs } from '../messages/index.ts'
import { alterResources, refuseNulls } from './shared/alter-resources.ts'

/** AlterConfigs (33), v0-2: replaces all that is set on topics or the broker. IncrementalAlterConfigs came after it. */
export const alterConfigs = handler(AlterConfigs, [0, 2], async (request, { broker }) => ({
  throttleTimeMs: 0,
  responses: await alterResources(broker, request.resources, request.validateOnly, ({ configs }) => {
    refuseNulls(configs)
    return Object.fromEntries(configs.map(({ name, value }) => [name, value ?? '']))
  }),
}))
