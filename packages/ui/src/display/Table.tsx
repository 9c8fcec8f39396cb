import { type ReactNode, useState } from 'react'
import { Icon } from './Icon.tsx'
import { type Sort, type SortValue, nextSort, sortRows } from './sorting.ts'

export interface Column<Row> {
  id: string
  header: string
  /** For a column of buttons: its header is only read out. */
  hideHeader?: boolean
  cell: (row: Row) => ReactNode
  /** Present on columns that can be sorted by. */
  sortBy?: (row: Row) => SortValue
  /** `end` for numbers: they align. */
  align?: 'start' | 'end'
  wrap?: boolean
  /** The cell that names the row for a screen reader. */
  isRowHeader?: boolean
}

interface TableProps<Row> {
  /** Names the table; read out, not shown. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Give both to keep the order in the URL; without them the table keeps it itself. */
  sort?: Sort | undefined
  onSort?: (sort: Sort) => void
}

/** A table of modest size, sortable by its headers with mouse and keyboard. Long lists use a virtual one. */
export function Table<Row>({ caption, columns, rows, rowKey, sort, onSort }: TableProps<Row>) {
  const [own, setOwn] = useState<Sort | undefined>()
  const current = onSort === undefined ? own : sort
  const change = onSort ?? setOwn
  const sortBy = columns.find((column) => column.id === current?.by)?.sortBy
  const sorted = current === undefined || sortBy === undefined ? rows : sortRows(rows, sortBy, current.descending)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways on a phone, so keys must reach it
    <section className="mr-table-scroll" aria-label={caption} tabIndex={0}>
      <table className="mr-table">
        <caption className="mr-visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={current} onSort={change} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <BodyCell key={column.id} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function HeaderCell<Row>(props: { column: Column<Row>; sort: Sort | undefined; onSort: (sort: Sort) => void }) {
  const { column, sort, onSort } = props
  const direction = sort?.by !== column.id ? undefined : sort.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" data-align={column.align} aria-sort={direction}>
      {column.sortBy === undefined ? (
        <span className={column.hideHeader ? 'mr-visually-hidden' : undefined}>{column.header}</span>
      ) : (
        <button type="button" className="mr-sort" onClick={() => onSort(nextSort(sort, column.id))}>
          {column.header}
          <Icon name={direction === 'descending' ? 'down' : 'up'} size={12} />
        </button>
      )}
    </th>
  )
}

function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const content = column.cell(row)
  if (column.isRowHeader)
    return (
      <th scope="row" data-align={column.align} data-wrap={column.wrap}>
        {content}
      </th>
    )
  return (
    <td data-align={column.align} data-wrap={column.wrap}>
      {content}
    </td>
  )
}
