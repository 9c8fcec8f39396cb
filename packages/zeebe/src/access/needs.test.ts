import { Principals, memoryJournal } from '@millrace/security'
import { seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { lackingScope } from './needs.ts'

async function accessWith(...scopes: string[]) {
  const entries = new Map<string, object>()
  const principals = new Principals({ entries, journal: memoryJournal, random: seededRandom(5), now: () => 1 })
  await principals.create({ name: 'worker', kind: 'client', scopes })
  const access = principals.access('worker')
  if (access === undefined) throw new Error('there is no worker')
  return access
}

it('lets who may write one process start that by its id, and see the topology', async () => {
  const access = await accessWith('processes:orders:*')
  expect(lackingScope(access, 'CreateProcessInstance', { bpmnProcessId: 'orders' })).toBeUndefined()
  const inner = { request: { bpmnProcessId: 'orders' } }
  expect(lackingScope(access, 'CreateProcessInstanceWithResult', inner)).toBeUndefined()
  expect(lackingScope(access, 'Topology', {})).toBeUndefined()
  expect(lackingScope(access, 'CreateProcessInstance', { bpmnProcessId: 'payroll' })).toBe('processes:payroll:write')
})

it.each([
  ['CreateProcessInstance', { bpmnProcessId: '', processDefinitionKey: 42 }, 'write'],
  ['CreateProcessInstanceWithResult', { request: { bpmnProcessId: '' } }, 'write'],
  ['ActivateJobs', { type: 'payroll' }, 'write'],
  ['StreamActivatedJobs', { type: 'payroll' }, 'write'],
  ['CompleteJob', {}, 'write'],
  ['PublishMessage', {}, 'write'],
  ['SetVariables', {}, 'write'],
  ['CancelProcessInstance', {}, 'manage'],
  ['DeployResource', {}, 'manage'],
  ['DeleteResource', {}, 'manage'],
])('demands the scope on every process for %s of %j', async (method, request, operation) => {
  const lacking = `processes:*:${operation}`
  expect(lackingScope(await accessWith('processes:orders:*', 'processes:pay*:*'), method, request)).toBe(lacking)
  expect(lackingScope(await accessWith(lacking), method, request)).toBeUndefined()
})
