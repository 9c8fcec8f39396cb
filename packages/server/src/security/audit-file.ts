import { createWriteStream, renameSync, statSync } from 'node:fs'
import type { LogPort } from '@millrace/kernel'
import { type AuditEntry, type AuditTrail, RecentAudit } from '@millrace/security'

/** One file at most so long; the one before it is kept. */
const FILE_BYTES = 16 * 2 ** 20

type Stream = ReturnType<typeof createWriteStream>

/**
 * The audit: lines of JSON in a file that its owner alone may read, the newest thousand in memory. What goes wrong with
 * the file is logged, keeps nobody out, and ends when the file can be written again.
 */
export class AuditFile implements AuditTrail {
  readonly #recent = new RecentAudit()
  readonly #log: LogPort
  /** Undefined without a file, and when it is closed. */
  #path: string | undefined
  #stream: Stream | undefined
  #bytes = 0

  /** Without a path it is kept in memory alone. */
  constructor(path: string | undefined, log: LogPort) {
    this.#path = path
    this.#log = log
    if (path !== undefined) this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  }

  record(entry: AuditEntry): void {
    this.#recent.record(entry)
    const path = this.#path
    if (path === undefined) return
    if (this.#bytes >= FILE_BYTES) this.#putAway(path)
    this.#stream ??= this.#open(path)
    const line = `${JSON.stringify(entry)}\n`
    this.#stream.write(line)
    this.#bytes += line.length
  }

  recent(limit: number): AuditEntry[] {
    return this.#recent.recent(limit)
  }

  close(): Promise<void> {
    const stream = this.#stream
    this.#path = undefined
    this.#stream = undefined
    return new Promise((resolve) => {
      if (stream === undefined || stream.destroyed) resolve()
      else stream.end(() => resolve())
    })
  }

  /** What cannot be put away goes on, and is tried again after as many bytes. */
  #putAway(path: string): void {
    this.#stream?.end()
    this.#stream = undefined
    this.#bytes = 0
    try {
      renameSync(path, `${path}.1`)
    } catch (error) {
      this.#log.error({ path, reason: String(error) }, 'the audit cannot be put away')
    }
  }

  #open(path: string): Stream {
    const stream = createWriteStream(path, { flags: 'a', mode: 0o600 })
    stream.on('error', (error) => {
      this.#log.error({ path, reason: error.message }, 'the audit is not written')
      // The next entry opens it again.
      if (this.#stream === stream) this.#stream = undefined
    })
    return stream
  }
}
