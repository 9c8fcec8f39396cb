import { type ChunkWriter, type FrameReader, codec, holdsVersion, invariant, refuseTrailing } from '@millrace/kernel'
import { isLimited, permitted } from './access/permitted.ts'
import type { RequestContext } from './context.ts'
import type { Message } from './message.ts'

/** First and last version. */
export type Versions = readonly [from: number, to: number]

export interface HandlerOptions {
  /** Versions that ApiVersions tells, where they are not those that are served. */
  readonly advertise?: Versions
  /**
   * May start while earlier requests of its kind on the connection are under way (its responses still go out in
   * order). Others start when all earlier ones of the connection have been answered, as in Kafka.
   */
  readonly pipelined?: boolean
  /** A client that is in use fills the frame with more than the message: as in Kafka, nobody looks at that. */
  readonly trailingBytes?: boolean
}

/** What dispatch knows of a handler: the message's types are gone. */
export interface Handler {
  readonly key: number
  readonly name: string
  readonly versions: Versions
  readonly advertise: Versions
  readonly pipelined: boolean
  readonly headers: Message<unknown, unknown>['headers']
  /**
   * Decodes the request, which must fill the frame, and runs the handler. What comes out writes the response;
   * undefined when there is none to send.
   *
   * @throws Refusal of the codec: the frame is malformed.
   */
  run(reader: FrameReader, context: RequestContext): WriteResponse | undefined | Promise<WriteResponse | undefined>
}

export type WriteResponse = (writer: ChunkWriter) => void

export type Handle<Request, Response> = (
  request: Request,
  context: RequestContext,
) => Response | undefined | Promise<Response | undefined>

/**
 * A handler of one API key: `request` and the response are the message's own types, whatever the version; the version
 * is in `context.header.apiVersion`. Undefined instead of a response sends none (Produce with acks=0).
 */
export function handler<Request, Response>(
  message: Message<Request, Response>,
  versions: Versions,
  handle: Handle<Request, Response>,
  options: HandlerOptions = {},
): Handler {
  const { name, key, headers } = message
  for (const version of versions) {
    invariant(holdsVersion(message.request.valid, version), 'handlers serve versions that exist', `${name} v${version}`)
  }
  return {
    name,
    key,
    headers,
    versions,
    advertise: options.advertise ?? versions,
    pipelined: options.pipelined ?? false,
    run: (reader, context) => {
      const version = context.header.apiVersion
      const request = codec(message.request, version).decode(reader)
      if (options.trailingBytes !== true) refuseTrailing(`${name} request v${version}`, reader)
      const writes = responseWriter(message, context)
      const response = isLimited(context)
        ? (permitted(key, request, context, (allowed) => handle(allowed as Request, context)) as Promise<Response>)
        : handle(request, context)
      return response instanceof Promise ? response.then(writes) : writes(response)
    },
  }
}

function responseWriter<Request, Response>(message: Message<Request, Response>, context: RequestContext) {
  const { encode } = codec(message.response, context.header.apiVersion)
  const { throttleTimeMs } = context
  return (response: Response | undefined): WriteResponse | undefined => {
    if (response === undefined) return undefined
    const told = throttleTimeMs > 0 ? { ...response, throttleTimeMs } : response
    return (writer) => encode(writer, told)
  }
}
