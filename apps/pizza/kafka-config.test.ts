import { join } from 'node:path'
import { kafkaSettings } from '@millrace/client'
import { expect, it } from 'vitest'
import { withKafkaConfig } from './kafka-config-file.ts'
import { kafkaConfig } from './kafka-config.ts'

it('reads the workshop’s file once it is filled in', () => {
  const text = `[kafka]
bootstrap.servers = pkc-12345.eu-central-1.aws.confluent.cloud:9092
security.protocol = SASL_SSL
sasl.mechanisms = PLAIN
sasl.username = KEY
sasl.password = se=cret

[other]
what.ever = 1
`
  expect(kafkaSettings(kafkaConfig(text, 'example.ini'))).toMatchObject({
    brokers: [{ host: 'pkc-12345.eu-central-1.aws.confluent.cloud', port: 9092 }],
    tls: {},
    sasl: { mechanism: 'PLAIN', username: 'KEY', password: 'se=cret' },
  })
})

it('takes names and protocols in any case, both separators, and comments', () => {
  const text = '# here\n[kafka]\n; there\nBootstrap.Servers: a:1,b:2\nsecurity.protocol=plaintext\n'
  expect(kafkaConfig(text, 'x')).toEqual({ KAFKA_BROKERS: 'a:1,b:2', KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT' })
})

it('names what is still to be filled in, and what it does not know, but no value', () => {
  const text = '[kafka]\nbootstrap.servers = {{ HOST:PORT }}\nsasl.pasword = hidden\nnonsense\n'
  const read = (): unknown => kafkaConfig(text, 'example.ini')
  expect(read).toThrow(/bootstrap\.servers \(line 2\) is still to be filled in/u)
  expect(read).toThrow(/sasl\.pasword \(line 3\) is not known here/u)
  expect(read).toThrow(/line 4 is no/u)
  expect(read).not.toThrow('hidden')
  expect(() => kafkaConfig('[other]\na=b\n', 'x')).toThrow('bootstrap.servers is missing')
})

it('prefers the environment, then KAFKA_CONFIG, then the example', () => {
  const named = { KAFKA_BROKERS: 'a:1', KAFKA_CONFIG: 'nowhere.ini' }
  expect(withKafkaConfig(named)).toBe(named)
  expect(() => withKafkaConfig({ KAFKA_CONFIG: 'nowhere.ini' })).toThrow('nowhere.ini cannot be read')
  // As it comes with the checkout.
  expect(() => withKafkaConfig({})).toThrow('still to be filled in')
  expect(withKafkaConfig({}, join(import.meta.dirname, 'nowhere.ini'))).toEqual({})
})
