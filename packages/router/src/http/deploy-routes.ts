import { checked } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { deployModel } from '../processes/deploy.ts'
import type { Routing } from '../routing/routing.ts'
import { type TriggerPlace, messageTrigger, triggersYaml } from '../triggers/trigger.ts'
import type { TriggerApi } from '../triggers/trigger-api.ts'
import { jsonOf } from './received.ts'

const schema = z.object({
  name: z.string().regex(/^[^/\\]{1,200}\.bpmn$/u, 'is a file name that ends in .bpmn'),
  workflowDefinition: z.string().min(1, 'is missing'),
})

/** `POST /deploy` as the original has it, and `GET /triggers`: what to apply where the router has no API to do it. */
export function deployRoutes(
  app: FastifyInstance,
  routing: Routing,
  triggers: { readonly api: TriggerApi | undefined; readonly place: () => TriggerPlace },
): void {
  app.post('/deploy', (request) => {
    const { name, workflowDefinition: content } = checked(schema, jsonOf(request))
    return deployModel(routing, { api: triggers.api, place: triggers.place() }, { name, content })
  })
  app.get('/triggers', (_request, reply) => {
    const names = new Set(routing.store.mappings.expected().map(({ messageName }) => messageName))
    const wanted = [...names].map((name) => messageTrigger(name, triggers.place()))
    return reply.type('application/yaml').send(triggersYaml(wanted))
  })
}
