import { ChunkWriter, FrameReader, Refusal, codec, holdsVersion } from '@millrace/kernel'
import type { RequestContext, RequestHeader, ServedApi } from '../context.ts'
import { codeOf } from '../error-codes.ts'
import type { Handler, WriteResponse } from '../handler.ts'
import { ApiVersions } from '../messages/index.ts'
import { readHeaderRest, readHeaderStart } from './header.ts'

/** A request whose header has been read. */
export interface Request {
  readonly header: RequestHeader
  readonly pipelined: boolean
  /** The response's buffers, its length in front; undefined when there is none to send. */
  run(context: RequestContext): Buffer[] | undefined | Promise<Buffer[] | undefined>
}

/** From frames to handlers: the one place where API keys and versions are checked. */
export class Dispatch {
  readonly apis: readonly ServedApi[]
  readonly #handlers: ReadonlyMap<number, Handler>

  constructor(handlers: readonly Handler[]) {
    this.#handlers = new Map(handlers.map((handler) => [handler.key, handler]))
    this.apis = handlers
      .map(({ key, name, advertise: [from, to] }) => ({ key, name, from, to }))
      .sort((a, b) => a.key - b.key)
  }

  /**
   * @throws Refusal UNKNOWN_API_KEY, UNSUPPORTED_VERSION (Kafka closes the connection for both), and the codec's for a
   *   malformed header.
   */
  open(frame: Buffer): Request {
    const reader = new FrameReader(frame)
    const start = readHeaderStart(reader)
    const handler = this.#handlers.get(start.apiKey)
    if (handler === undefined) {
      throw new Refusal('UNKNOWN_API_KEY', `API key ${start.apiKey} is not served (version ${start.apiVersion})`)
    }
    const [from, to] = handler.versions
    if (start.apiVersion < from || start.apiVersion > to) return this.#unsupported(handler, start)
    const clientId = readHeaderRest(reader, holdsVersion(handler.headers.request, start.apiVersion))
    const header = { ...start, clientId }
    return {
      header,
      pipelined: handler.pipelined,
      run: (context) => {
        const write = handler.run(reader, context)
        if (write instanceof Promise) return write.then((done) => done && respond(handler, header, done))
        return write && respond(handler, header, write)
      },
    }
  }

  /** Who asks for the versions in an unknown version is told in version 0 which ones there are of that (KIP-511). */
  #unsupported(handler: Handler, start: Omit<RequestHeader, 'clientId'>): Request {
    const { key, versions, name } = handler
    if (key !== ApiVersions.key) {
      const range = `${versions[0]} to ${versions[1]}`
      throw new Refusal('UNSUPPORTED_VERSION', `${name} is served in versions ${range}, not in ${start.apiVersion}`)
    }
    const header = { ...start, apiVersion: 0, clientId: null }
    const apiKeys = [{ apiKey: key, minVersion: versions[0], maxVersion: versions[1] }]
    const response = { errorCode: codeOf('UNSUPPORTED_VERSION'), apiKeys }
    const write: WriteResponse = (writer) => codec(ApiVersions.response, 0).encode(writer, response)
    return { header, pipelined: false, run: () => respond(handler, header, write) }
  }
}

function respond(handler: Handler, header: RequestHeader, write: WriteResponse): Buffer[] {
  const writer = new ChunkWriter()
  const lengthAt = writer.reserve(4)
  writer.int32(header.correlationId)
  if (holdsVersion(handler.headers.response, header.apiVersion)) writer.uint8(0)
  write(writer)
  writer.setInt32(lengthAt, writer.totalLength - 4)
  return writer.chunks()
}
