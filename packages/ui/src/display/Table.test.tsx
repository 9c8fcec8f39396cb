import { describe, expect, it } from 'vitest'
import { click, find, render } from '../testing/render.tsx'
import { type Column, Table } from './Table.tsx'

interface Row {
  name: string
  lag: number
}
const rows: Row[] = [
  { name: 'b', lag: 1 },
  { name: 'a', lag: 30 },
  { name: 'c', lag: 4 },
]
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, sortBy: (row) => row.name, isRowHeader: true },
  { id: 'lag', header: 'Lag', cell: (row) => row.lag, sortBy: (row) => row.lag, align: 'end' },
]

const names = (within: HTMLElement) => [...within.querySelectorAll('tbody th')].map((cell) => cell.textContent)

describe('Table', () => {
  it('keeps the given order until a header is clicked, and tells the direction to assistive technology', async () => {
    using page = await render(<Table caption="Groups" columns={columns} rows={rows} rowKey={(row) => row.name} />)
    expect(names(page.container)).toEqual(['b', 'a', 'c'])
    const lag = find(page.container, 'th:nth-child(2) button')
    await click(lag)
    expect(names(page.container)).toEqual(['b', 'c', 'a'])
    expect(lag.closest('th')?.getAttribute('aria-sort')).toBe('ascending')
    await click(lag)
    expect(names(page.container)).toEqual(['a', 'c', 'b'])
  })

  it('leaves the order to its owner when that asks for it', async () => {
    const asked: unknown[] = []
    using page = await render(
      <Table
        caption="Groups"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.name}
        sort={{ by: 'name', descending: false }}
        onSort={(sort) => asked.push(sort)}
      />,
    )
    expect(names(page.container)).toEqual(['a', 'b', 'c'])
    await click(find(page.container, 'th button'))
    expect(asked).toEqual([{ by: 'name', descending: true }])
    expect(names(page.container)).toEqual(['a', 'b', 'c'])
  })
})
