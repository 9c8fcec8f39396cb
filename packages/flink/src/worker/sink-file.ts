import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Kind, type Row, adds } from '@millrace/dataflow'
import { Refusal, messageOf } from '@millrace/kernel'
import { type Table, recordWriter } from '@millrace/sql'
import type { TableSink } from './table-sink.ts'

/** Lines that wait in memory for their epoch. */
const PENDING_BYTES = 8 * 1024 * 1024

/**
 * `'connector' = 'filesystem'` as a sink: each epoch is a file of its own, hidden until the epoch is committed. After a
 * crash what is hidden is shown when its epoch was committed, and deleted when it was not.
 *
 * @throws Refusal SQL_VALIDATION when the folder cannot be written
 */
export function fileSink(table: Table, folder: string, job: string, committed: number): TableSink {
  const write = recordWriter(table)
  const extension = table.options['format'] ?? 'json'
  const shown = (epoch: number): string => join(folder, `part-${job}-${epoch}.${extension}`)
  const hidden = (epoch: number): string => join(folder, `.part-${job}-${epoch}.${extension}`)
  let lines: Buffer[] = []
  let bytes = 0
  guarded(() => {
    mkdirSync(folder, { recursive: true })
    recover(folder, job, committed)
  })
  return {
    take: (kind: Kind, row: Row) => {
      if (!adds(kind)) throw new Refusal('SQL_VALIDATION', 'a filesystem table takes no updates and deletes')
      const { value } = write(kind, row)
      const line = Buffer.concat([value ?? Buffer.alloc(0), NEWLINE])
      lines.push(line)
      bytes += line.length
    },
    isFull: () => bytes >= PENDING_BYTES,
    prepare: (epoch) => {
      if (lines.length === 0) return
      guarded(() => {
        const file = openSync(hidden(epoch), 'w')
        for (const line of lines) writeSync(file, line)
        fsyncSync(file)
        closeSync(file)
      })
      lines = []
      bytes = 0
    },
    committed: (epoch) => {
      if (existsSync(hidden(epoch))) guarded(() => renameSync(hidden(epoch), shown(epoch)))
    },
  }
}

const NEWLINE = Buffer.from('\n')

function recover(folder: string, job: string, committed: number): void {
  const prefix = `.part-${job}-`
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue
    const epoch = Number.parseInt(name.slice(prefix.length), 10)
    if (epoch <= committed) renameSync(join(folder, name), join(folder, name.slice(1)))
    else rmSync(join(folder, name))
  }
}

function guarded(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('SQL_VALIDATION', `'path' of a filesystem table cannot be written: ${messageOf(error)}`)
  }
}
