import { z } from 'zod'
import { instancesQuery, keyParams } from '../../contract/processes.ts'
import { readHistory } from '../processes/history.ts'
import { changesOf, viewInstance } from '../processes/instance.ts'
import { listInstances } from '../processes/instances.ts'
import { countElements, listProcesses } from '../processes/process-list.ts'
import { plainRoute } from './route.ts'

/** What the pages about processes read. */
export const processRoutes = [
  plainRoute({
    method: 'GET',
    url: '/api/processes',
    summary: 'Processes with their versions, running instances and incidents',
    handle: (_input, { options }) => listProcesses(options),
  }),
  plainRoute({
    method: 'GET',
    url: '/api/processes/definitions/:key/elements',
    summary: 'Where the instances of one version stand',
    params: keyParams,
    handle: ({ params }, { options }) => countElements(options, params.key),
  }),
  plainRoute({
    method: 'GET',
    url: '/api/processes/definitions/:key/xml',
    summary: 'The file of one version',
    params: keyParams,
    handle: async ({ params }, { options }) => ({
      xml: await readHistory(options, `process-definitions/${params.key}/xml`, 'text'),
    }),
  }),
  plainRoute({
    method: 'GET',
    url: '/api/processes/instances',
    summary: 'Process instances by state, version, time, place and variables, the latest first, page by page',
    query: instancesQuery,
    handle: ({ query }, { options }) => listInstances(options, query),
  }),
  plainRoute({
    method: 'GET',
    url: '/api/processes/instances/:key',
    summary: 'One process instance: path, variables, incidents, jobs, messages, who called it and whom it called',
    params: keyParams,
    handle: ({ params }, { options }) => viewInstance(options, params.key),
  }),
  plainRoute({
    method: 'GET',
    url: '/api/processes/variables/:key',
    summary: 'The whole value of a variable, and those it had',
    params: keyParams,
    handle: async ({ params }, { options }) => {
      const [whole, changes] = await Promise.all([
        readHistory(options, `variables/${params.key}`, 'json'),
        changesOf(options, params.key),
      ])
      return { value: z.object({ value: z.string() }).parse(whole).value, changes }
    },
  }),
]
