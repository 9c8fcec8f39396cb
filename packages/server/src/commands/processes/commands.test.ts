import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { process as drawn } from '@millrace/bpmn'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { expect, it, onTestFinished, vi } from 'vitest'
import { readConfig } from '../../config/config.ts'
import { createLogger } from '../../platform/logger.ts'
import { startPlatform } from '../../platform/start.ts'
import { runCommandLine } from '../command-line.ts'

/** A platform without systems, and its command line: what it prints, line by line, as JSON. */
async function platform() {
  const free = { kafka: 0, console: 0, zeebe: 0, sql: 0, events: 0, smtp: 0 }
  const config = readConfig({ ...free, data: 'memory', apps: 'none', logLevel: 'silent' }, {})
  const ports = { clocks: systemClocks(), random: systemRandom, log: createLogger('silent'), environment: {} }
  const started = await startPlatform(config, ports)
  onTestFinished(() => started.stop())
  const environment = { ZEEBE_ADDRESS: started.zeebe, ZEEBE_REST_ADDRESS: started.console }
  return async (...args: string[]): Promise<unknown[]> => {
    const said: unknown[] = []
    const out = vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(JSON.parse(line)))
    const wrong = vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
    await runCommandLine([...args, ...(args.includes('--help') ? [] : ['--json'])], environment)
    out.mockRestore()
    wrong.mockRestore()
    return said
  }
}

it('deploys, starts, looks up, publishes and cancels', { timeout: 30_000 }, async () => {
  const millrace = await platform()
  const folder = await mkdtemp(join(tmpdir(), 'millrace-deploy-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'order.bpmn')
  const order = drawn('order')
    .startEvent()
    .intermediateCatchEvent('paid', { message: 'payment', correlationKey: '=orderId' })
    .serviceTask('pack', { type: 'pack', retries: '0' })
    .endEvent()
  await writeFile(file, order.toXml())
  expect(await millrace('deploy', file)).toMatchObject([
    [{ processId: 'order', version: 1, resourceName: 'order.bpmn' }],
  ])
  const [started] = await millrace('instances', 'start', 'order', '--variables', '{"orderId":"o-1"}')
  const { processInstanceKey: key } = started as { processInstanceKey: string }
  const found = await millrace('instances', 'list', '--process', 'order', '--variable', 'orderId="o-1"')
  expect(found).toMatchObject([[{ processInstanceKey: key, state: 'ACTIVE' }]])
  expect(await millrace('messages', 'waiting')).toMatchObject([[{ messageName: 'payment', correlationKey: 'o-1' }]])
  await millrace('messages', 'publish', 'payment', '--key', 'o-1')
  expect(await millrace('messages', 'list')).toMatchObject([[{ name: 'payment', correlations: 1 }]])
  expect(await millrace('jobs', 'list', '--type', 'pack')).toMatchObject([
    [{ processInstanceKey: key, elementId: 'pack' }],
  ])
  await millrace('instances', 'set', key, '{"n":7}')
  const [shown] = await millrace('instances', 'show', key)
  expect(shown).toMatchObject({
    variables: expect.arrayContaining([expect.objectContaining({ name: 'n', value: '7' })]),
  })
  expect(await millrace('incidents', 'list')).toEqual([[]])
  await millrace('instances', 'cancel', key)
  expect(await millrace('instances', 'list', '--state', 'terminated')).toMatchObject([[{ processInstanceKey: key }]])
})

it.each([
  [['instances', 'start', 'nobody'], "process definition with process ID 'nobody', but none found"],
  [['instances', 'start', 'p', '--variables', '[]'], 'variables are a JSON object'],
  [['instances', 'list', '--limit', '9999'], 'page.limit is at least 1 and is at most 1000'],
  [['instances', 'list', '--variable', 'x'], '--variable is name=value'],
  [['instances', 'show', '17'], 'there is no process instance 17'],
  [['jobs', 'retries', '1', 'many'], '<count> is a whole number'],
  [['incidents', 'list', '--rest', 'http://127.0.0.1:1'], 'nothing answers at http://127.0.0.1:1 (--rest)'],
])('says of %j what is wrong', { timeout: 30_000 }, async (args, words) => {
  const millrace = await platform()
  expect(String((await millrace(...args))[0])).toContain(words)
})
