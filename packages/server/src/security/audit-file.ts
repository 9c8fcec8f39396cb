import { createWriteStream, renameSync, statSync } from 'node:fs'
import type { LogPort } from '@millrace/kernel'
import { type AuditEntry, type AuditTrail, RecentAudit } from '@millrace/security'

/** One file at most so long; the one before it is kept. */
const FILE_BYTES = 16 * 2 ** 20

/** The audit: lines of JSON in a file that its owner alone may read, the newest thousand in memory. */
export class AuditFile implements AuditTrail {
  readonly #recent = new RecentAudit()
  readonly #path: string | undefined
  readonly #log: LogPort
  #stream: ReturnType<typeof createWriteStream> | undefined
  #bytes = 0

  /** Without a path it is kept in memory alone. */
  constructor(path: string | undefined, log: LogPort) {
    this.#path = path
    this.#log = log
    if (path !== undefined) this.#open(path)
  }

  record(entry: AuditEntry): void {
    this.#recent.record(entry)
    const line = `${JSON.stringify(entry)}\n`
    this.#stream?.write(line)
    this.#bytes += line.length
    if (this.#path === undefined || this.#bytes < FILE_BYTES) return
    this.#stream?.end()
    renameSync(this.#path, `${this.#path}.1`)
    this.#open(this.#path)
  }

  recent(limit: number): AuditEntry[] {
    return this.#recent.recent(limit)
  }

  close(): Promise<void> {
    const stream = this.#stream
    this.#stream = undefined
    return new Promise((resolve) => {
      if (stream === undefined || stream.destroyed) resolve()
      else stream.end(() => resolve())
    })
  }

  #open(path: string): void {
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    this.#stream = createWriteStream(path, { flags: 'a', mode: 0o600 })
    this.#stream.on('error', (error) => this.#log.error({ path, reason: error.message }, 'the audit is not written'))
  }
}
