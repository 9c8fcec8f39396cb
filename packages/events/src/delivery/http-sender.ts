import { headerPairs } from '@millrace/cloudevents'
import { lookup as resolveName } from 'node:dns'
import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { type LookupFunction, isIP } from 'node:net'
import { type LivenessClock, messageOf } from '@millrace/kernel'
import type { NetworkGuard } from './network-guard.ts'
import type { OutgoingRequest, Send, SendResult } from './send.ts'

const ANSWER_BYTES = 1_000_000
const SOCKETS_EACH = 64

/**
 * Sends over HTTP/1.1. Bounded in every way: one deadline for the whole exchange, a limit on the answer, no redirects.
 * A name is resolved once for a connection, and the connection goes to the address that was checked.
 */
export function httpSender(ports: { readonly clock: LivenessClock; readonly guard: NetworkGuard }): {
  readonly send: Send
  readonly close: () => void
} {
  const options = { keepAlive: true, maxSockets: SOCKETS_EACH, maxFreeSockets: 8, lookup: guardedLookup(ports.guard) }
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) }
  return {
    send: (request) => exchange(request, ports, agents),
    close: () => {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

interface Agents {
  readonly 'http:': HttpAgent
  readonly 'https:': HttpsAgent
}

const refused = (message: string): SendResult => ({ kind: 'failed', message, permanent: true })

function exchange(
  { method, url, headers, body, timeoutMs }: OutgoingRequest,
  { clock, guard }: { readonly clock: LivenessClock; readonly guard: NetworkGuard },
  agents: Agents,
): Promise<SendResult> {
  const target = URL.canParse(url) ? new URL(url) : undefined
  if (target === undefined || (target.protocol !== 'http:' && target.protocol !== 'https:')) {
    return Promise.resolve(refused(`${url.slice(0, 200)} is no http or https address`))
  }
  const host = target.hostname.replaceAll(/[[\]]/g, '')
  if (isIP(host) !== 0 && !guard(host)) return Promise.resolve(refused(notAllowed(host)))
  return new Promise<SendResult>((resolve) => {
    const secure = target.protocol === 'https:'
    const request = (secure ? httpsRequest : httpRequest)(target, {
      method,
      agent: secure ? agents['https:'] : agents['http:'],
      headers: [
        ['host', target.host],
        ...headers,
        ['content-length', String(body.length)],
      ].flat() as unknown as string[],
    })
    const finish = (result: SendResult): void => {
      deadline.cancel()
      resolve(result)
    }
    const deadline = clock.timerIn(timeoutMs, () => {
      finish({ kind: 'failed', message: `no complete answer within ${timeoutMs} ms`, permanent: false })
      request.destroy()
    })
    request.on('response', (answer) => collect(answer, finish))
    request.on('error', (error) => {
      finish({ kind: 'failed', message: error.message, permanent: error instanceof AddressRefused })
    })
    request.end(body)
  }).catch((error: unknown) => refused(`the request cannot be written: ${messageOf(error)}`))
}

function collect(answer: IncomingMessage, finish: (result: SendResult) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  const give = (truncated: boolean): void => {
    const headers = headerPairs(answer.rawHeaders)
    finish({ kind: 'answer', status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks), truncated })
  }
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= ANSWER_BYTES) {
      chunks.push(chunk)
      return
    }
    give(true)
    answer.destroy()
  })
  answer.on('end', () => give(false))
  answer.on('error', (error) => finish({ kind: 'failed', message: error.message, permanent: false }))
  answer.on('aborted', () => finish({ kind: 'failed', message: 'the answer broke off', permanent: false }))
}

class AddressRefused extends Error {}

const notAllowed = (address: string): string =>
  `${address} is an address inside a private network, and such are not allowed for subscribers here`

/** Gives the addresses of a name that may be sent to, and fails when there are none. */
function guardedLookup(guard: NetworkGuard): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const allowed = found.filter(({ address }) => guard(address))
      const [first] = allowed
      if (first === undefined) callback(new AddressRefused(notAllowed(`${hostname} (${found[0]?.address})`)), '')
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
