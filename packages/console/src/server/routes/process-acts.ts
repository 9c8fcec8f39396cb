import {
  type BulkOutcome,
  bulkBody,
  deployBody,
  keyParams,
  previewBody,
  publishBody,
  resolveBody,
  retriesBody,
  setVariablesBody,
  startBody,
} from '../../contract/processes.ts'
import { actOnAll, resolveIncident } from '../processes/bulk.ts'
import { previewBulk } from '../processes/instances.ts'
import { plainRoute } from './route.ts'

/** Names and not values: what a variable holds may be nobody else's business. */
const namesOf = (variables: object): string => Object.keys(variables).join(', ').slice(0, 300)

/** What is done to processes, over Zeebe's protocol; each goes into the audit log. */
export const processActRoutes = [
  plainRoute({
    method: 'POST',
    url: '/api/processes/deployments',
    summary: 'Deploy files: all of them, or none',
    body: deployBody,
    audit: ({ body: { resources } }) => ({
      action: 'process.deploy',
      target: resources.map(({ name }) => name).join(', '),
      detail: '',
    }),
    handle: ({ body }, { engine }) => engine.act((client) => client.deploy(body.resources)),
  }),
  plainRoute({
    method: 'POST',
    url: '/api/processes/instances',
    summary: 'Start an instance of one version',
    body: startBody,
    audit: ({ body }) => ({
      action: 'process.start',
      target: body.processDefinitionKey,
      detail: namesOf(body.variables),
    }),
    handle: ({ body }, { engine }) => engine.act((client) => client.createInstance(body)),
  }),
  plainRoute({
    method: 'POST',
    url: '/api/processes/messages',
    summary: 'Publish a message',
    body: publishBody,
    audit: ({ body: { name, correlationKey } }) => ({
      action: 'process.message',
      target: name,
      detail: correlationKey.slice(0, 300),
    }),
    handle: ({ body: { messageId, ...message } }, { engine }) =>
      engine.act(async (client) => ({
        messageKey: await client.publishMessage(messageId === undefined ? message : { ...message, messageId }),
      })),
  }),
  plainRoute({
    method: 'POST',
    url: '/api/processes/instances/:key/cancel',
    summary: 'Cancel a process instance, with all that it called',
    params: keyParams,
    audit: ({ params }) => ({ action: 'process.cancel', target: params.key, detail: '' }),
    handle: ({ params }, { engine }) => engine.act((client) => client.cancelInstance(params.key)),
  }),
  plainRoute({
    method: 'POST',
    url: '/api/processes/instances/:key/variables',
    summary: 'Set variables of a process instance, or of one element in it',
    params: keyParams,
    body: setVariablesBody,
    audit: ({ params, body }) => ({
      action: 'process.variables',
      target: body.scopeKey ?? params.key,
      detail: namesOf(body.variables),
    }),
    handle: ({ params, body: { scopeKey = params.key, variables } }, { engine }) =>
      engine.act((client) => client.setVariables(scopeKey, variables, scopeKey !== params.key)),
  }),
  plainRoute({
    method: 'POST',
    url: '/api/processes/incidents/:key/resolve',
    summary: 'Give the job retries, where it was a job that failed, and go on where it stands',
    params: keyParams,
    body: resolveBody,
    audit: ({ params, body }) => ({
      action: 'process.resolve',
      target: params.key,
      detail: body.jobKey === undefined ? '' : `${body.retries} retries for job ${body.jobKey}`,
    }),
    handle: ({ params, body }, { engine }) =>
      engine.act((client) => resolveIncident(client, { ...params, jobKey: body.jobKey }, body.retries)),
  }),
  plainRoute({
    method: 'POST',
    url: '/api/processes/jobs/:key/retries',
    summary: 'Set the retries that a job has left',
    params: keyParams,
    body: retriesBody,
    audit: ({ params, body }) => ({ action: 'process.retries', target: params.key, detail: String(body.retries) }),
    handle: ({ params, body }, { engine }) => engine.act((client) => client.updateRetries(params.key, body.retries)),
  }),
  plainRoute({
    method: 'POST',
    url: '/api/processes/bulk/preview',
    summary: 'What a bulk act would hit; changes nothing',
    body: previewBody,
    handle: ({ body }, { options }) => previewBulk(options, body.action, body.filter),
  }),
  plainRoute({
    method: 'POST',
    url: '/api/processes/bulk',
    summary: 'Cancel the instances, or resolve the incidents, that a preview showed',
    body: bulkBody,
    audit: ({ body }) => ({
      action: `process.bulk.${body.action}`,
      target: `${body.hits.length} ${body.action === 'cancel' ? 'process instances' : 'incidents'}`,
      detail: body.hits
        .slice(0, 10)
        .map(({ key }) => key)
        .join(' '),
    }),
    said: ({ refused }: BulkOutcome) => (refused.length === 0 ? '' : `${refused.length} of them refused`),
    handle: ({ body }, { engine }) => engine.act((client) => actOnAll(client, body)),
  }),
]
