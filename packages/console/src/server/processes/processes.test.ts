// @vitest-environment node
import { systemClocks } from '@millrace/kernel'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AuditLog, memoryAuditLog } from '../audit.ts'
import { consolePlugin } from '../plugin.ts'
import type { ProcessEngine } from './engine.ts'

const token = '0123456789abcdef0123456789abcdef'
const headers = { host: '127.0.0.1:8080', authorization: `Bearer ${token}` }

let search: FastifyInstance
let server: FastifyInstance
let audit: AuditLog
let asked: { path: string; body: unknown }[]
/** Answers of the search by its path; an empty list when nothing is said. */
let answers: Record<string, object[]>
let behind: string | undefined
let engine: ProcessEngine | undefined

beforeEach(async () => {
  asked = []
  answers = {}
  behind = undefined
  search = fastify()
  search.post('/v2/*', async ({ url, body }, reply) => {
    asked.push({ path: url.slice(4), body })
    const items = answers[url.slice(4)] ?? []
    if (behind !== undefined) reply.header('millrace-events-behind', behind)
    return { items, page: { totalItems: items.length, endCursor: 'next' } }
  })
  engine = { gateway: { ZEEBE_ADDRESS: '127.0.0.1:1' }, search: await search.listen({ host: '127.0.0.1', port: 0 }) }
  server = fastify()
  audit = memoryAuditLog()
  const kafka = { bootstrapBrokers: ['127.0.0.1:1'] }
  await server.register(consolePlugin, { kafka, token, clocks: systemClocks(), audit, processes: () => engine })
})

afterEach(async () => {
  await server.close()
  await search.close()
})

const get = (url: string) => server.inject({ method: 'GET', url: `/api/processes${url}`, headers })
const post = (url: string, payload: object) =>
  server.inject({ method: 'POST', url: `/api/processes${url}`, headers, payload })

const versionCount = (processDefinitionId: string, version: number, withIncident: number, without: number) => ({
  processDefinitionId,
  processDefinitionKey: `${version}`,
  processDefinitionVersion: version,
  activeInstancesWithIncidentCount: withIncident,
  activeInstancesWithoutIncidentCount: without,
})

it('says in words when there is no engine, no history, or a history that is away', async () => {
  const told = async () => {
    const { statusCode, body } = await get('')
    return { statusCode, ...(JSON.parse(body) as { code: string; detail: string }) }
  }
  await search.close()
  expect(await told()).toMatchObject({ statusCode: 503, code: 'HISTORY_UNREACHABLE' })
  engine = { gateway: { ZEEBE_ADDRESS: '127.0.0.1:1' } }
  expect(await told()).toMatchObject({ statusCode: 404, code: 'NO_HISTORY' })
  engine = undefined
  expect(await told()).toMatchObject({ statusCode: 404, code: 'NO_ENGINE' })
})

it('puts the versions of a process together, and says how far the history is behind', async () => {
  behind = '120'
  answers['process-definitions/statistics/process-instances-by-version'] = [
    versionCount('order', 1, 1, 2),
    versionCount('shipping', 1, 0, 0),
    versionCount('order', 2, 0, 5),
  ]
  expect((await get('')).json()).toEqual({
    processes: [
      {
        processId: 'order',
        versions: [
          { processDefinitionKey: '2', version: 2, running: 5, withIncident: 0 },
          { processDefinitionKey: '1', version: 1, running: 3, withIncident: 1 },
        ],
        running: 8,
        withIncident: 1,
      },
      expect.objectContaining({ processId: 'shipping', running: 0 }),
    ],
    behind: 120,
  })
})

it('asks for instances as the search wants it, and names what is wrong with a question', async () => {
  const query = 'processId=order&version=2&state=ACTIVE&incident=1&element=pack&startedAfter=2026-01-31T10:00:00Z'
  expect((await get(`/instances?${query}&variable=n&value=7&cursor=c`)).statusCode).toBe(200)
  expect(asked[0]?.body).toEqual({
    filter: {
      processDefinitionId: 'order',
      processDefinitionVersion: 2,
      state: 'ACTIVE',
      hasIncident: true,
      elementId: 'pack',
      startDate: { $gte: '2026-01-31T10:00:00Z' },
      variables: [{ name: 'n', value: '7' }],
    },
    sort: [{ field: 'processInstanceKey', order: 'DESC' }],
    page: { limit: 50, after: 'c' },
  })
  expect((await get('/instances?startedAfter=yesterday')).json()).toMatchObject({
    code: 'BAD_INPUT',
    errors: [{ field: 'query.startedAfter' }],
  })
  expect((await get('/instances/x')).json()).toMatchObject({ errors: [{ message: 'a key: digits' }] })
})

it('tells of a process instance with who called it, or that there is none', async () => {
  expect((await get('/instances/7')).json()).toMatchObject({ code: 'NOT_FOUND' })
  answers['process-instances/search'] = [{ processInstanceKey: '7', parentProcessInstanceKey: null }]
  answers['variables/search'] = [{ variableKey: '1', name: 'long', value: 'x'.repeat(5000), isTruncated: false }]
  const view = (await get('/instances/7')).json()
  expect(view).toMatchObject({ instance: { processInstanceKey: '7' }, callers: [], elements: { total: 0 } })
  expect([view.variables.items[0].value.length, view.variables.items[0].isTruncated]).toEqual([300, true])
})

it('previews a bulk act on what runs, and offers nothing of what has ended', async () => {
  const hit = { processInstanceKey: '7', processDefinitionId: 'order', processDefinitionVersion: 1 }
  answers['process-instances/search'] = [hit]
  const filter = { processId: 'order' }
  expect((await post('/bulk/preview', { action: 'cancel', filter })).json()).toMatchObject({ hits: [{ key: '7' }] })
  expect(asked[0]?.body).toMatchObject({ filter: { processDefinitionId: 'order', state: 'ACTIVE' } })
  answers['incidents/search'] = [
    { incidentKey: '9', jobKey: '8', processInstanceKey: '7', elementId: 'pack', errorMessage: 'too small' },
  ]
  expect((await post('/bulk/preview', { action: 'resolve', filter })).json()).toMatchObject({
    hits: [{ key: '9', jobKey: '8', detail: 'pack: too small' }],
  })
  for (const action of ['cancel', 'resolve']) {
    const ended = { action, filter: { state: 'COMPLETED' } }
    expect((await post('/bulk/preview', ended)).json()).toMatchObject({ hits: [], hasMore: false })
  }
})

it('writes down that an act has failed when the engine does not answer', async () => {
  const answer = await post('/instances/7/cancel', {})
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({
    code: 'ENGINE_UNREACHABLE',
    detail: expect.stringMatching(/^The process engine at 127\.0\.0\.1:1 does not answer/),
  })
  expect(audit.recent(1)).toMatchObject([{ action: 'process.cancel', target: '7', outcome: 'failed' }])
  await post('/bulk', { action: 'cancel', hits: [{ key: '1' }, { key: '2' }], confirm: 2 })
  expect(audit.recent(1)).toMatchObject([
    { action: 'process.bulk.cancel', outcome: 'failed', detail: expect.stringMatching(/\(0 of 2 were done\)$/) },
  ])
})

it('refuses a bulk act whose number was not repeated, before it reaches the engine', async () => {
  const answer = await post('/bulk', { action: 'cancel', hits: [{ key: '1' }, { key: '2' }], confirm: 1 })
  expect(answer.json()).toMatchObject({ code: 'CONFIRMATION_MISSING', detail: 'confirm: must repeat the number 2' })
})

it.each([
  ['/deployments', { resources: [] }, 'body.resources'],
  ['/instances', { processDefinitionKey: 'x' }, 'body.processDefinitionKey'],
  ['/messages', { name: '' }, 'body.name'],
  ['/instances/7/variables', { variables: {} }, 'body.variables'],
  ['/jobs/7/retries', { retries: 0 }, 'body.retries'],
])('names the field of %s that is wrong', async (path, payload, field) => {
  expect((await post(path, payload)).json()).toMatchObject({ code: 'BAD_INPUT', errors: [{ field }] })
})
