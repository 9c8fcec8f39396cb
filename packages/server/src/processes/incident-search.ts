import type { StateReader } from '@millrace/engine'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { problem } from '../http/problem.ts'

const LIMIT_MOST = 1000
const key = z.union([z.string().regex(/^\d{1,19}$/u, 'is a key: digits'), z.int().transform(String)])

const search = z.strictObject({
  filter: z
    .strictObject({
      processInstanceKey: key,
      incidentKey: key,
      jobKey: key,
      elementId: z.string().max(500, 'is the id of an element'),
      processDefinitionId: z.string().max(500, 'is the id of a process'),
      state: z.enum(['ACTIVE'], 'is ACTIVE: resolved incidents are not searched'),
    })
    .partial()
    .default({}),
  page: z.strictObject({ limit: z.int().min(1).max(LIMIT_MOST, `is at most ${LIMIT_MOST}`).default(100) }).default({
    limit: 100,
  }),
})

type Filter = z.output<typeof search>['filter']

/**
 * `POST /v2/incidents/search { filter, page: { limit } }` -> `{ items, page: { totalItems } }`, in the shape of Camunda's
 * API, keys as text: the open incidents as the engine has them now, oldest first.
 */
export function incidentRoutes(http: FastifyInstance, state: () => StateReader): void {
  http.post('/v2/incidents/search', (request, reply) => {
    const asked = search.safeParse(request.body ?? {})
    if (!asked.success) {
      const [issue] = asked.error.issues
      return problem(reply, 400, 'INVALID_SEARCH', `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim())
    }
    const found = openIncidents(state()).filter((incident) => fits(incident, asked.data.filter))
    return { items: found.slice(0, asked.data.page.limit), page: { totalItems: found.length } }
  })
}

type Found = ReturnType<typeof openIncidents>[number]

function openIncidents(state: StateReader) {
  return Array.from(state.incidents.entries(), ([incidentKey, incident]) => {
    const { errorType, errorMessage, processInstanceKey, elementInstanceKey, elementId, jobKey } = incident
    const definition = state.definitions.get(state.instances.get(processInstanceKey)?.definitionKey ?? -1)
    return {
      incidentKey: String(incidentKey),
      processDefinitionKey: String(definition?.key ?? -1),
      processDefinitionId: definition?.bpmnProcessId ?? '',
      processInstanceKey: String(processInstanceKey),
      elementId,
      elementInstanceKey: String(elementInstanceKey),
      errorType,
      errorMessage,
      state: 'ACTIVE',
      jobKey: jobKey === -1 ? null : String(jobKey),
      tenantId: definition?.tenantId ?? '',
    }
  })
}

const fits = (incident: Found, filter: Filter): boolean =>
  Object.entries(filter).every(([name, wanted]) => incident[name as keyof Filter] === wanted)
