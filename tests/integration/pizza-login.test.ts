import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectKafka } from '@millrace/client'
import { type RunningService, systemClocks, systemRandom } from '@millrace/kernel'
import { services } from '@millrace/pizza'
import { readConfig, startPlatform } from '@millrace/server'
import { tempDir } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { makeCertificate, secureCall } from '../../packages/server/test/certificates.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const ports = { clocks: systemClocks(), random: systemRandom, log: silent }

it('logs the pizza shop in by the file of its workshop: SASL_SSL and PLAIN', async () => {
  using folder = tempDir('pizza-login-')
  const { cert, key, pem } = makeCertificate(folder.path)
  const flags = { data: 'memory', apps: 'none', tlsCert: cert, tlsKey: key, auth: true, kafka: 0, console: 0, zeebe: 0 }
  const config = readConfig({ ...flags, sql: 0, events: 0, smtp: 0, logLevel: 'silent' }, {})
  const platform = await startPlatform(config, { ...ports, environment: {} })
  const token = /token=(.*)$/.exec(platform.consoleLink)?.[1] ?? ''
  const body = JSON.stringify({ name: 'pizza', kind: 'user', scopes: ['topics:*:*', 'groups:*:*', 'transactions:*:*'] })
  const made = await secureCall(`${platform.console}/v1/keys`, { ca: pem(), bearer: token, method: 'POST', body })
  const { secret } = JSON.parse(made.text) as { readonly secret: string }
  const file = join(folder.path, 'example.ini')
  const lines = [
    '[kafka]',
    `bootstrap.servers = ${platform.kafka}`,
    'security.protocol = SASL_SSL',
    'sasl.mechanisms = PLAIN',
    'sasl.username = pizza',
    `sasl.password = ${secret}`,
  ]
  writeFileSync(file, lines.join('\n'))
  // The workshop's cluster has a certificate that every machine trusts; this one is its own.
  const environment = { KAFKA_CONFIG: file, KAFKA_SSL_CA: cert, PORT: '0', DATA_DIR: folder.path }
  const running: RunningService = await services.webapp.start(environment, ports)
  // Who makes the statuses is not there; everything else is read.
  const health = await fetch(`${Object.values(running.urls)[0]}/health/ready`)
  expect(Object.keys(((await health.json()) as { readonly missing: object }).missing)).toEqual(['statuses'])
  await running.stop()
  const client = await connectKafka(
    {
      KAFKA_BROKERS: platform.kafka,
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_USERNAME: 'pizza',
      KAFKA_SASL_PASSWORD: secret,
      KAFKA_SSL_CA: cert,
    },
    ports,
  )
  expect(await client.admin().describeTopics(['pizza-logs'])).toHaveLength(1)
  await client.close()
  await platform.stop()
})
