import { connect } from 'node:net'
import { ByteReader, messageOf } from '@millrace/kernel'
import { type Check, type Finding, ok, wrong } from './finding.ts'

const PATIENCE_MS = 3000
const ANSWER_BYTES = 100_000
const FINALIZED_FEATURES_TAG = 2

/** The Kafka that services are told to use, when one is named. */
export const kafkaBrokers: Check = async ({ environment }) => {
  const brokers = environment['KAFKA_BROKERS']
  if (brokers === undefined || brokers === '') {
    return [ok('KAFKA_BROKERS', 'not set: the systems use the log of this platform')]
  }
  return Promise.all(brokers.split(',').map((broker) => look(broker.trim())))
}

async function look(broker: string): Promise<Finding> {
  try {
    return ok('KAFKA_BROKERS', `${broker}: ${describe(await askVersions(broker))}`)
  } catch (error) {
    const advice = 'start it, or mend the address; with TLS or SASL it may answer nothing here'
    return wrong('KAFKA_BROKERS', `${broker}: ${messageOf(error)}`, advice)
  }
}

/** ApiVersions in version 3, by hand: it is what every broker answers to anybody. */
function askVersions(broker: string): Promise<Buffer> {
  const colon = broker.lastIndexOf(':')
  const port = Number(broker.slice(colon + 1))
  if (colon < 1 || !Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('is no host:port')
  return new Promise((resolve, reject) => {
    const socket = connect({ host: broker.slice(0, colon), port, timeout: PATIENCE_MS })
    let answer = Buffer.alloc(0)
    socket.once('connect', () => socket.write(versionsRequest()))
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk])
      const length = answer.length < 4 ? ANSWER_BYTES : answer.readUInt32BE()
      if (length > ANSWER_BYTES) fail('it answers, but is no Kafka')
      else if (answer.length >= length + 4) done(answer.subarray(4, length + 4))
    })
    const done = (bytes: Buffer): void => {
      socket.destroy()
      resolve(bytes)
    }
    const fail = (text: string): void => {
      socket.destroy()
      reject(new Error(text))
    }
    socket.once('timeout', () => fail('no answer'))
    socket.once('error', (error) => fail(error.message))
    socket.once('close', () => fail('it closed the connection'))
  })
}

function versionsRequest(): Buffer {
  const client = Buffer.from('doctor')
  const compact = Buffer.concat([Buffer.from([client.length + 1]), client])
  const head = Buffer.alloc(10)
  head.writeInt16BE(18, 0)
  head.writeInt16BE(3, 2)
  head.writeInt32BE(1, 4)
  head.writeInt16BE(client.length, 8)
  const body = Buffer.concat([head, client, Buffer.from([0]), compact, compact, Buffer.from([0])])
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** Its keys, and its features: `metadata.version` tells Kafka's own release. */
function describe(answer: Buffer): string {
  const reader = new ByteReader(answer, 4)
  const errorCode = reader.int16()
  if (errorCode !== 0) return `reachable, error ${errorCode}`
  const keys = reader.uvarint() - 1
  for (let index = 0; index < keys; index++) {
    reader.skip(6)
    skipTags(reader)
  }
  reader.skip(4)
  const features = finalizedFeatures(reader)
  return `reachable, ${keys} kinds of requests${features.length === 0 ? ', no finalized features' : `, ${features.join(', ')}`}`
}

function finalizedFeatures(reader: ByteReader): string[] {
  const features: string[] = []
  for (let tags = reader.uvarint(); tags > 0; tags--) {
    const tag = reader.uvarint()
    const content = new ByteReader(reader.bytes(reader.uvarint()))
    if (tag !== FINALIZED_FEATURES_TAG) continue
    for (let left = content.uvarint() - 1; left > 0; left--) {
      const name = content.utf8(content.uvarint() - 1)
      features.push(`${name} ${content.int16()}`)
      content.skip(2)
      skipTags(content)
    }
  }
  return features
}

function skipTags(reader: ByteReader): void {
  for (let tags = reader.uvarint(); tags > 0; tags--) {
    reader.uvarint()
    reader.skip(reader.uvarint())
  }
}
