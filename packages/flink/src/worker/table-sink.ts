import { KIND_SYMBOLS, type Kind, type Row, UPDATE_BEFORE } from '@millrace/dataflow'
import { Refusal } from '@millrace/kernel'
import { type Table, recordWriter, sinkColumns, textOf } from '@millrace/sql'
import { ioOf } from '../connectors/table-io.ts'
import type { OutputBuffer } from './output-buffer.ts'
import { fileSink } from './sink-file.ts'

/** Takes the changes of one table that a job writes. */
export interface TableSink {
  take(kind: Kind, row: Row): void
  /** Whether it wants the epoch to end. */
  isFull?(): boolean
  /** The epoch is about to be committed: what it has taken is made durable, and not yet shown. */
  prepare?(epoch: number): void
  committed?(epoch: number): void
  /** Nobody ever sees what it has taken. */
  readonly forgets?: true
}

export interface SinkPorts {
  readonly output: OutputBuffer
  readonly print: (line: string) => void
  readonly own: readonly string[]
  readonly job: string
  /** The last epoch that was committed. */
  readonly epoch: number
}

/** @throws Refusal SQL_VALIDATION, SQL_UNSUPPORTED */
export function tableSink(table: Table, ports: SinkPorts): TableSink {
  const io = ioOf(table, 'sink', ports.own)
  switch (io.kind) {
    case 'log':
      return recordSink(table, io.topic, ports)
    case 'kafka':
      return recordSink(table, io.name, ports)
    case 'print':
      return printSink(table, io.prefix, ports)
    case 'filesystem':
      return fileSink(table, io.path, ports.job, ports.epoch)
    case 'blackhole':
      return { take: () => undefined, forgets: true }
    case 'datagen':
      throw new Refusal('SQL_UNSUPPORTED', 'datagen as a sink')
  }
}

function recordSink(table: Table, name: string, { output }: SinkPorts): TableSink {
  const write = recordWriter(table)
  return {
    take: (kind, row) => {
      // -U says nothing that the +U behind it does not say.
      if (kind !== UPDATE_BEFORE) output.add(name, write(kind, row))
    },
  }
}

function printSink(table: Table, identifier: string, { print }: SinkPorts): TableSink {
  const columns = sinkColumns(table)
  const prefix = identifier === '' ? '' : `${identifier}> `
  const text = (value: unknown, at: number): string => {
    const column = columns[at]
    return value === null || column === undefined ? 'null' : textOf(value, column.type)
  }
  return { take: (kind, row) => print(`${prefix}${KIND_SYMBOLS[kind]}[${row.map(text).join(', ')}]`) }
}
