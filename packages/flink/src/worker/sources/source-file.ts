import { closeSync, openSync, readSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Refusal, messageOf } from '@millrace/kernel'
import { type JobSource, type SourceRecord, type Table, recordReader } from '@millrace/sql'
import type { LocalSource } from './local-source.ts'

const READ_BYTES = 256 * 1024
/** A longer line is no record. */
const LINE_BYTES = 16 * 1024 * 1024
const TURN_ROWS = 1000

interface Place {
  /** Files that are read to their end. */
  file: number
  /** Where the next line begins in the file that is being read. */
  offset: number
  line: number
}

/**
 * `'connector' = 'filesystem'` as a source: the lines of a file, or of all files of a folder in the order of their names;
 * those that begin with `.` or `_` are hidden, as in Flink. The files are listed once, when the job first starts.
 *
 * @throws Refusal SQL_VALIDATION when there is no such path
 */
export function fileSource(table: Table, path: string, wanted: JobSource['wanted']): LocalSource {
  const read = recordReader(table, wanted)
  let files = filesOf(path)
  const at: Place = { file: 0, offset: 0, line: 0 }
  let lines: Lines | undefined
  return {
    pull(_now, give) {
      for (let rows = 0; rows < TURN_ROWS;) {
        const file = files[at.file]
        if (file === undefined) return false
        lines ??= new Lines(file, at.offset)
        const line = lines.next()
        if (line === undefined) {
          lines.close()
          lines = undefined
          Object.assign(at, { file: at.file + 1, offset: 0, line: 0 })
          continue
        }
        const change = line.length === 0 ? undefined : read(lines.record(line, at.line))
        at.offset = lines.offset
        at.line += 1
        rows += 1
        if (change !== undefined) give(change.kind, change.row)
      }
      return true
    },
    due: () => undefined,
    get ended() {
      return at.file >= files.length
    },
    snapshot: () => ({ files, at: { ...at } }),
    restore: (state) => {
      const saved = state as { files: string[]; at: Place }
      files = saved.files
      Object.assign(at, saved.at)
    },
  }
}

function filesOf(path: string): string[] {
  const isHidden = (name: string): boolean => name.startsWith('.') || name.startsWith('_')
  try {
    if (!statSync(path).isDirectory()) return [path]
    const entries = readdirSync(path, { withFileTypes: true, recursive: true })
    return entries
      .filter((entry) => entry.isFile() && !isHidden(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  } catch (error) {
    throw new Refusal('SQL_VALIDATION', `'path' of a filesystem table cannot be read: ${messageOf(error)}`)
  }
}

/** Lines of one file from an offset on. */
class Lines {
  readonly #file: number
  readonly #name: string
  readonly #base: string
  #buffer: Buffer = Buffer.alloc(0)
  #at = 0
  #read: number
  /** Where the next line begins. */
  offset: number
  #ended = false

  constructor(name: string, offset: number) {
    this.#name = name
    this.#base = basename(name)
    this.#file = openSync(name, 'r')
    this.offset = offset
    this.#read = offset
  }

  next(): Buffer | undefined {
    for (;;) {
      const end = this.#buffer.indexOf(10, this.#at)
      if (end >= 0) return this.#take(end, 1)
      if (this.#ended) return this.#at < this.#buffer.length ? this.#take(this.#buffer.length, 0) : undefined
      this.#fill()
    }
  }

  /** A line as what a table's reader takes. */
  record(value: Buffer, offset: number): SourceRecord {
    return { key: null, value, timestamp: 0, topic: this.#base, partition: 0, offset }
  }

  close(): void {
    closeSync(this.#file)
  }

  #take(end: number, separator: number): Buffer {
    const line = this.#buffer.subarray(this.#at, end)
    this.#at = end + separator
    this.offset += line.length + separator
    return line.at(-1) === 13 ? line.subarray(0, -1) : line
  }

  #fill(): void {
    const rest = this.#buffer.subarray(this.#at)
    if (rest.length > LINE_BYTES) {
      throw new Refusal('SQL_RUNTIME', `a line of ${this.#name} is longer than ${LINE_BYTES} bytes`)
    }
    // Lines that were given may still be held: each time another buffer.
    const buffer = Buffer.allocUnsafe(rest.length + READ_BYTES)
    rest.copy(buffer)
    const count = readSync(this.#file, buffer, rest.length, READ_BYTES, this.#read)
    this.#read += count
    this.#ended = count === 0
    this.#buffer = buffer.subarray(0, rest.length + count)
    this.#at = 0
  }
}
