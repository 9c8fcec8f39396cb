import { process } from '@millrace/bpmn'
import { DEFAULT_TENANT as tenantId, openEngine } from '@millrace/engine'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { incidentRoutes } from './incident-search.ts'

const drawn = process('order').startEvent().serviceTask('charge', { type: 'charge' }).endEvent()

/** An engine with one job that has no retries left, and the routes over it. */
async function stuck() {
  const clocks = systemClocks()
  const engine = await openEngine({ log: memoryLog({ clocks }), clocks, random: systemRandom })
  onTestFinished(() => engine.close())
  await engine.run('deploy', {
    tenantId,
    resources: [{ name: 'order.bpmn', content: Buffer.from(drawn.toXml()) }],
  })
  const instance = await engine.run('createProcessInstance', {
    processDefinitionKey: -1,
    bpmnProcessId: 'order',
    version: -1,
    variables: {},
    startInstructions: [],
    tenantId,
  })
  const [job] = await engine.run('activateJobs', {
    type: 'charge',
    worker: 'w',
    timeout: 10_000,
    maxJobsToActivate: 1,
    fetchVariables: [],
    tenantIds: [tenantId],
  })
  const jobKey = job?.key ?? 0
  await engine.run('failJob', { jobKey, retries: 0, errorMessage: 'no answer', retryBackOff: 0, variables: {} })
  const http = fastify()
  incidentRoutes(http, () => engine.state)
  const search = (payload: object = {}) => http.inject({ method: 'POST', url: '/v2/incidents/search', payload })
  return { engine, instance, jobKey, search }
}

it('finds an open incident by its instance and its job, until it is resolved', async () => {
  const { engine, instance, jobKey, search } = await stuck()
  const filter = { processInstanceKey: String(instance.processInstanceKey), jobKey: String(jobKey), state: 'ACTIVE' }
  const { items, page } = (await search({ filter })).json<{ items: Record<string, string>[]; page: object }>()
  expect(page).toEqual({ totalItems: 1 })
  expect(items).toMatchObject([
    { elementId: 'charge', errorMessage: 'no answer', errorType: 'JOB_NO_RETRIES', processDefinitionId: 'order' },
  ])
  expect((await search({ filter: { jobKey: '1' } })).json()).toMatchObject({ items: [] })
  await engine.run('updateJobRetries', { jobKey, retries: 1 })
  await engine.run('resolveIncident', { incidentKey: Number(items[0]?.['incidentKey']) })
  expect((await search()).json()).toEqual({ items: [], page: { totalItems: 0 } })
})

it.each([
  [{ filter: { state: 'RESOLVED' } }, 'filter.state is ACTIVE'],
  [{ filter: { jobKey: 'x' } }, 'filter.jobKey'],
  [{ page: { limit: 9999 } }, 'page.limit is at most 1000'],
  [{ sort: [] }, 'sort'],
])('refuses %j in words', async (payload, text) => {
  const { search } = await stuck()
  const answer = await search(payload)
  expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([400, expect.stringContaining(text)])
})
