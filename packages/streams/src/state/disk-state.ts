import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { Codec } from '@millrace/client'
import { Fault, messageOf } from '@millrace/kernel'
import type { StoreSpec } from '../processor/store.ts'
import type { Alteration, CommittedState, Entry, Mark, StateStores } from './state.ts'

export interface DiskStateOptions {
  /** Only these stores; the others stay in memory. */
  readonly only?: readonly string[]
}

const FORMAT = 1
const PAGE = 500
const SQLITE_BUSY = 5
// Exclusive: whoever else opens it is told, rather than two writing one state.
const PRAGMAS = 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;'
const TABLES = `
  CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS mark (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER, topic TEXT, position INTEGER, at INTEGER);`

/**
 * State in SQLite files, `<folder>/<id>/<store>-<partition>.sqlite`. A transaction's changes and their position in the changelog
 * are one SQLite transaction, applied after Kafka's commit: what a crash keeps from the file is read from the changelog. The
 * changelog is the truth: a file that is damaged, of another format or of another topic is deleted.
 */
export function diskState(folder: string, { only }: DiskStateOptions = {}): StateStores {
  return {
    async open({ id, store, partition, topicId }, spec, nameOf) {
      if (only !== undefined && !only.includes(store)) return undefined
      const path = join(folder, encodeURIComponent(id), `${encodeURIComponent(store)}-${partition}.sqlite`)
      await mkdir(dirname(path), { recursive: true })
      const sqlite = await import('node:sqlite')
      const open = () => new DiskState(new sqlite.DatabaseSync(path), topicId, spec, nameOf)
      try {
        return open()
      } catch (error) {
        if ((error as { errcode?: number }).errcode === SQLITE_BUSY) {
          throw new Fault('STATE_IN_USE', `${path} is open in another process: ${messageOf(error)}`, { cause: error })
        }
        for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true })
        return open()
      }
    },
  }
}

/** @see diskState */
class DiskState<K, V> implements CommittedState<K, V> {
  readonly #database: DatabaseSync
  readonly #key: Codec<K>
  readonly #value: Codec<V>
  readonly #nameOf: (key: K) => string
  readonly #topicId: string
  readonly #statements: Readonly<
    Record<'get' | 'set' | 'delete' | 'first' | 'next' | 'mark' | 'setMark', StatementSync>
  >
  mark: Mark | undefined

  /** @throws what SQLite throws when it cannot read the file. */
  constructor(database: DatabaseSync, topicId: string, { key, value }: StoreSpec<K, V>, nameOf: (key: K) => string) {
    this.#database = database
    this.#key = key
    this.#value = value
    this.#nameOf = nameOf
    this.#topicId = topicId
    try {
      database.exec(PRAGMAS)
      database.exec(TABLES)
      this.#statements = {
        get: database.prepare('SELECT value FROM entries WHERE key = ?'),
        set: database.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?)'),
        delete: database.prepare('DELETE FROM entries WHERE key = ?'),
        first: database.prepare(`SELECT key, value FROM entries ORDER BY key LIMIT ${PAGE}`),
        next: database.prepare(`SELECT key, value FROM entries WHERE key > ? ORDER BY key LIMIT ${PAGE}`),
        mark: database.prepare('SELECT format, topic, position, at FROM mark'),
        setMark: database.prepare('INSERT OR REPLACE INTO mark VALUES (1, ?, ?, ?, ?)'),
      }
      this.mark = this.#readMark()
    } catch (error) {
      database.close()
      throw error
    }
  }

  get(key: K): Entry<K, V> | undefined {
    const row = this.#statements.get.get(this.#bytesOf(key))
    return row === undefined ? undefined : [key, read(this.#value, row['value'])]
  }

  /** Page by page, so that nothing is open while somebody writes. */
  *entries(): Iterable<readonly [name: string, entry: Entry<K, V>]> {
    let page = this.#statements.first.all()
    while (page.length > 0) {
      for (const row of page) {
        const key = read(this.#key, row['key'])
        yield [this.#nameOf(key), [key, read(this.#value, row['value'])]]
      }
      page = page.length < PAGE ? [] : this.#statements.next.all(page.at(-1)?.['key'] ?? null)
    }
  }

  apply(alterations: Iterable<readonly [name: string, alteration: Alteration<K, V>]>, mark?: Mark): void {
    this.#wholly(() => {
      for (const [, alteration] of alterations) {
        const key = this.#bytesOf(alteration[0])
        if (alteration.length === 1) this.#statements.delete.run(key)
        else this.#statements.set.run(key, this.#value.encode(alteration[1]) ?? Buffer.alloc(0))
      }
      if (mark !== undefined) this.#statements.setMark.run(FORMAT, this.#topicId, mark.position, mark.at)
    })
    this.mark = mark ?? this.mark
  }

  clear(): void {
    this.#wholly(() => this.#database.exec('DELETE FROM entries; DELETE FROM mark'))
    this.mark = undefined
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  #readMark(): Mark | undefined {
    const row = this.#statements.mark.get()
    if (row?.['format'] === FORMAT && row['topic'] === this.#topicId) {
      return { position: Number(row['position']), at: Number(row['at']) }
    }
    this.clear()
    return undefined
  }

  #wholly(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #bytesOf(key: K): Buffer {
    return this.#key.encode(key) ?? Buffer.alloc(0)
  }
}

/** @throws Fault STATE_UNREADABLE: state must not be guessed. */
function read<T>(codec: Codec<T>, column: SQLOutputValue | undefined): T {
  const bytes = column as Uint8Array
  const decoded = codec.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (decoded.kind === 'value') return decoded.value
  throw new Fault(
    'STATE_UNREADABLE',
    `an entry on disk: ${decoded.reason}; delete the file, or give the codec that wrote it`,
  )
}
