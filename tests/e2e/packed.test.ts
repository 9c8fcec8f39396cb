import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Child, repositoryRoot, startChild, tempDir, waitFor } from '@millrace/testkit'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, expect, it } from 'vitest'

const folder = tempDir('packed-')
const launcher = join(folder.path, 'node_modules/millrace/bin/millrace.mjs')
const ports = ['console', 'kafka', 'zeebe', 'sql', 'events', 'smtp'].flatMap((name) => [`--${name}`, '0'])

/** What a system's own Node is like: on the PATH, and not what this repository brings along. */
const systemNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((place) => !place.includes('node_modules'))
  .map((place) => join(place, 'node'))
  .find((file) => existsSync(file) && realpathSync(file) !== realpathSync(process.execPath))

interface Ready {
  readonly console: string
  readonly kafka: string
  readonly apps: Readonly<Record<string, string>>
}

let child: Child | undefined

beforeAll(() => {
  const tarball = execFileSync(process.execPath, ['scripts/pack.ts'], { cwd: repositoryRoot, encoding: 'utf8' }).trim()
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball]
  execFileSync('npm', install, { cwd: folder.path, stdio: 'pipe' })
}, 240_000)

afterAll(async () => {
  await child?.stop()
  folder.remove()
})

const runtimes = { 'the Node that it brings along': process.execPath, "the system's Node": systemNode }

for (const [name, node] of Object.entries(runtimes)) {
  it.skipIf(node === undefined)(
    `starts from its tarball in an empty folder, called by ${name}`,
    async () => {
      const logFile = join(folder.path, `${name}.log`)
      const args = [launcher, 'start', '--data', `data of ${name}`, ...ports, '--app-ports', 'free', '--json']
      child = startChild({ command: node as string, args, cwd: folder.path, logFile })
      const line = await waitFor(() => lastLine(logFile), {
        what: 'the packed platform to be ready',
        timeoutMs: 60_000,
      })
      const ready = JSON.parse(line) as Ready
      expect(Object.keys(ready.apps).toSorted()).toEqual([
        'fulfilment',
        'orders',
        'pizza',
        'router',
        'store',
        'tickets',
      ])
      expect(await page(ready.console)).toContain('<div id="root">')
      expect(await page(String(ready.apps['store']))).toContain('<div id="root">')
      expect(await roundTrip(ready.kafka)).toEqual('packed')
      expect(await createProduct(node as string, ready.kafka)).toBe(201)
      await child.stop()
      expect(child.alive()).toBe(false)
    },
    120_000,
  )
}

it('tells a script by its exit code what it did not understand', () => {
  expect(() => execFileSync(process.execPath, [launcher, 'nonsense'], { stdio: 'pipe' })).toThrow(
    expect.objectContaining({ status: 2 }),
  )
})

function lastLine(logFile: string): string | undefined {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .findLast((line) => line.startsWith('{"ready"'))
}

/** By a service of the store that runs alone, as in a container. */
async function createProduct(node: string, broker: string): Promise<number> {
  const logFile = join(folder.path, `service ${broker}.log`)
  const args = [launcher, 'service', 'store', 'products']
  const env = { KAFKA_BROKERS: broker, PORT: '0' }
  const service = startChild({ command: node, args, cwd: folder.path, env, logFile })
  try {
    const address = await waitFor(() => /^products ready (\S+)$/m.exec(readFileSync(logFile, 'utf8'))?.[1], {
      what: 'the service to be ready',
    })
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'Butter', price: 1.5 })
    const answer = await fetch(`${address}/products`, { method: 'POST', headers, body })
    await answer.body?.cancel()
    return answer.status
  } finally {
    await service.stop()
  }
}

async function page(address: string): Promise<string> {
  const answer = await fetch(address, { headers: { accept: 'text/html' } })
  return answer.text()
}

async function roundTrip(broker: string): Promise<string | undefined> {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING })
  const producer = kafka.producer()
  const consumer = kafka.consumer({ groupId: 'packed' })
  const seen: (string | undefined)[] = []
  await producer.connect()
  await producer.send({ topic: 'packed', messages: [{ value: 'packed' }] })
  await producer.disconnect()
  await consumer.connect()
  await consumer.subscribe({ topic: 'packed', fromBeginning: true })
  await consumer.run({ eachMessage: async ({ message }) => void seen.push(message.value?.toString()) })
  await waitFor(() => seen.length > 0, { what: 'the record' })
  await consumer.disconnect()
  return seen[0]
}
