import { type Metadata, ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js'
import { ANYBODY, type Access, type Authority, NOBODY, isDenied } from '@millrace/security'

/** Who makes a call, by the metadata that it came with. */
export type Callers = (metadata: Metadata) => Access

export interface Authentication {
  readonly interceptors: ServerInterceptor[]
  readonly callers: Callers
}

/** Health alone is for everybody. */
const OPEN = '/grpc.health.v1.Health/'

/** Lets everybody in, whatever he shows: on loopback, clients that insist on credentials are served. */
export const anybody: Authentication = { interceptors: [], callers: () => ANYBODY }

/** Asks for a bearer before a message is read; who shows none, or one that is not known, gets UNAUTHENTICATED. */
export function authentication(authority: Authority): Authentication {
  const callers = new WeakMap<Metadata, Access>()
  const interceptor: ServerInterceptor = (method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, forward) => {
            if (method.path.startsWith(OPEN)) {
              callers.set(metadata, ANYBODY)
              forward(metadata)
              return
            }
            callerOf(metadata, call.getPeer(), authority).then(
              (caller) => {
                if (typeof caller === 'string') call.sendStatus({ code: status.UNAUTHENTICATED, details: caller })
                else {
                  callers.set(metadata, caller)
                  forward(metadata)
                }
              },
              () => call.sendStatus({ code: status.INTERNAL, details: 'the caller could not be found out' }),
            )
          },
        }),
    })
  return { interceptors: [interceptor], callers: (metadata) => callers.get(metadata) ?? NOBODY }
}

/** A text says why there is none. */
async function callerOf(metadata: Metadata, peer: string, authority: Authority): Promise<Access | string> {
  const [given] = metadata.get('authorization')
  const [, bearer] = /^Bearer +([\w.~+/-]+=*)$/iu.exec(String(given ?? '')) ?? []
  if (given === undefined) return 'Expected bearer token at header with key [authorization], but found nothing'
  if (bearer === undefined) return 'Expected bearer token at header with key [authorization], but found something else'
  const caller = await authority.byBearer(bearer, { listener: 'zeebe', from: peer.replace(/:\d+$/u, '') })
  return isDenied(caller) ? 'The token is not known here: it is wrong, revoked or expired' : caller
}
