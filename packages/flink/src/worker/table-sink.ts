import { KIND_SYMBOLS, type Kind, type Row, UPDATE_BEFORE } from '@millrace/dataflow'
import { Refusal } from '@millrace/kernel'
import { type Table, recordWriter, sinkColumns, textOf } from '@millrace/sql'
import { ioOf } from '../connectors/table-io.ts'
import type { OutputBuffer } from './output-buffer.ts'

/** Takes the changes of one table that a job writes. */
export type TableSink = (kind: Kind, row: Row) => void

export interface SinkPorts {
  readonly output: OutputBuffer
  readonly print: (line: string) => void
  readonly own: readonly string[]
}

/** @throws Refusal SQL_VALIDATION, SQL_UNSUPPORTED */
export function tableSink(table: Table, { output, print, own }: SinkPorts): TableSink {
  const io = ioOf(table, 'sink', own)
  switch (io.kind) {
    case 'log':
    case 'kafka': {
      const write = recordWriter(table)
      const name = io.kind === 'log' ? io.topic : io.name
      return (kind, row) => {
        // -U says nothing that the +U behind it does not say.
        if (kind !== UPDATE_BEFORE) output.add(name, write(kind, row))
      }
    }
    case 'print': {
      const columns = sinkColumns(table)
      const prefix = io.prefix === '' ? '' : `${io.prefix}> `
      const text = (value: unknown, at: number): string => {
        const column = columns[at]
        return value === null || column === undefined ? 'null' : textOf(value, column.type)
      }
      return (kind, row) => print(`${prefix}${KIND_SYMBOLS[kind]}[${row.map(text).join(', ')}]`)
    }
    case 'blackhole':
      return () => undefined
    default:
      throw new Refusal('SQL_UNSUPPORTED', `a sink of kind ${io.kind}`)
  }
}
