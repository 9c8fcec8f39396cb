import { expect, it } from 'vitest'
import { kafkaSettings } from './kafka-settings.ts'

it('reads several brokers, with the default port and IPv6', () => {
  const { brokers } = kafkaSettings({ KAFKA_BROKERS: 'a:1234, b,[::1]:9093' })
  expect(brokers).toEqual([
    { host: 'a', port: 1234 },
    { host: 'b', port: 9092 },
    { host: '::1', port: 9093 },
  ])
})

it('reads SASL over TLS', () => {
  const settings = kafkaSettings({
    KAFKA_BROKERS: 'a:1',
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: 'me',
    KAFKA_SASL_PASSWORD: 'secret',
    KAFKA_SSL_CA: '-----BEGIN CERTIFICATE-----',
    REPLICATION_FACTOR: '3',
  })
  expect(settings).toMatchObject({
    sasl: { mechanism: 'SCRAM-SHA-512', username: 'me', password: 'secret' },
    tls: { ca: '-----BEGIN CERTIFICATE-----' },
    replicationFactor: 3,
  })
})

it('names each wrong variable, and no value', () => {
  const environment = { KAFKA_BROKERS: 'http://secret', KAFKA_SECURITY_PROTOCOL: 'TLS', REPLICATION_FACTOR: '0' }
  const read = (): unknown => kafkaSettings(environment)
  expect(read).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }))
  for (const name of Object.keys(environment)) expect(read).toThrow(name)
  expect(read).not.toThrow('secret')
})

it('says what is missing', () => {
  expect(() => kafkaSettings({})).toThrow('KAFKA_BROKERS: missing')
  const environment = { KAFKA_BROKERS: 'a', KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT', KAFKA_SASL_USERNAME: 'me' }
  expect(() => kafkaSettings(environment)).toThrow('KAFKA_SASL_PASSWORD: missing')
})

it('says when a certificate can be read from nowhere', () => {
  const environment = { KAFKA_BROKERS: 'a', KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA: 'no/such/file.pem' }
  expect(() => kafkaSettings(environment)).toThrow('KAFKA_SSL_CA')
})
