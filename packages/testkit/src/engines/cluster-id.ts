import { connect } from 'node:net'

const REPLY_TIMEOUT_MS = 3_000
const REPLY_LIMIT_BYTES = 1_000_000

/**
 * Asks a Kafka listener who it is: the cluster's id, once at least one broker is in service, else undefined. Metadata
 * (key 3), version 2, for no topic; spoken by hand, so that the launcher needs no client library.
 *
 * @throws Error when nothing answers.
 */
export async function clusterIdAt(port: number): Promise<string | undefined> {
  const reply = await exchange(port, metadataRequest())
  return clusterIdIn(reply)
}

function metadataRequest(): Buffer {
  const request = Buffer.alloc(18)
  request.writeInt32BE(14, 0) // size of what follows
  request.writeInt16BE(3, 4)
  request.writeInt16BE(2, 6)
  request.writeInt32BE(1, 8) // correlation id
  request.writeInt16BE(-1, 12) // no client id
  request.writeInt32BE(0, 14) // no topics
  return request
}

function clusterIdIn(reply: Buffer): string | undefined {
  let at = 4
  const text = (): string | undefined => {
    const length = reply.readInt16BE(at)
    at += 2 + Math.max(length, 0)
    return length < 0 ? undefined : reply.toString('utf8', at - length, at)
  }
  const brokers = reply.readInt32BE(at)
  at += 4
  for (let broker = 0; broker < brokers; broker++) {
    at += 4
    text()
    at += 4
    text()
  }
  const clusterId = text()
  return brokers > 0 ? clusterId : undefined
}

/** Sends one request and gives the reply without its size. */
function exchange(port: number, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    const fail = (reason: Error): void => {
      socket.destroy()
      reject(reason)
    }
    socket.setTimeout(REPLY_TIMEOUT_MS, () => fail(new Error(`port ${port} took the request and gave no reply`)))
    socket.once('error', fail)
    socket.once('close', () => reject(new Error(`port ${port} closed the connection without a reply`)))
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const size = received.length < 4 ? Infinity : received.readInt32BE(0)
      if (size !== Infinity && size > REPLY_LIMIT_BYTES) fail(new Error(`port ${port} does not speak Kafka`))
      if (received.length < 4 + size) return
      resolve(received.subarray(4, 4 + size))
      socket.destroy()
    })
  })
}
