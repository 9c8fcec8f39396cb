import { click, find, render, type } from '@millrace/ui/testing'
import { QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RecordPage, RecordView } from '../../../contract/records.ts'
import { createQueryClient } from '../../api/query-client.ts'
import { BrowsedRecords } from './BrowsedRecords.tsx'
import { JsonView } from './JsonView.tsx'
import { RecordFilters } from './RecordFilters.tsx'
import { parseJson } from './exact-json.ts'

const text = (value: string) => ({ type: 'text' as const, text: value, bytes: value.length, cut: false })
const record = (offset: number): RecordView => ({
  partition: 0,
  offset,
  timestamp: 1,
  key: text(`k-${offset}`),
  value: text('v'),
  headers: [],
})
const page = (part: Partial<RecordPage>): RecordPage => ({
  records: [],
  scanned: 0,
  remaining: 0,
  stopped: 'end',
  ...part,
})

/** A server that answers with these pages, one after the other. */
function serve(pages: readonly RecordPage[]): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return new Response(JSON.stringify(pages[asked.length - 1] ?? page({})))
  })
  return asked
}

/** Lets answers come in; React shows each at the end of its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await act(() => new Promise((resolve) => setTimeout(resolve, 5)))
}
const browsed = (filter?: string) => (
  <QueryClientProvider client={createQueryClient()}>
    <BrowsedRecords
      topic="orders"
      search={filter === undefined ? {} : { filter }}
      open={undefined}
      onOpen={() => undefined}
    />
  </QueryClientProvider>
)

afterEach(() => vi.unstubAllGlobals())

describe('browsed records', () => {
  it('go on searching by themselves until a page is full or everything was looked at', async () => {
    const asked = serve([
      page({ scanned: 20_000, remaining: 30_000, stopped: 'budget', cursor: '0:30000' }),
      page({ scanned: 20_000, remaining: 10_000, stopped: 'budget', cursor: '0:10000', records: [record(12_000)] }),
      page({ scanned: 10_000 }),
    ])
    using shown = await render(browsed('a = 1'))
    await settle()
    expect(asked.map((path) => new URL(path, 'http://x').searchParams.get('cursor'))).toEqual([
      null,
      '0:30000',
      '0:10000',
    ])
    expect(shown.container.textContent).toContain('1 found, 50,000 looked at, that is all')
  })

  it('wait for a click when the page is full', async () => {
    const full = Array.from({ length: 50 }, (_, index) => record(index))
    const asked = serve([
      page({ scanned: 50, remaining: 10, stopped: 'full', cursor: '0:10', records: full }),
      page({ scanned: 10, records: [record(60)] }),
    ])
    using shown = await render(browsed())
    await settle()
    expect(asked).toHaveLength(1)
    expect(shown.container.textContent).toContain('50 records, 10 to go')
    const more = [...shown.container.querySelectorAll('button')].find((button) => button.textContent === 'Show more')
    await click(more as HTMLButtonElement)
    await settle()
    expect(shown.container.textContent).toContain('51 records, that is all')
  })

  it('tell an empty topic from a filter that nothing passes', async () => {
    serve([page({}), page({ scanned: 7 })])
    using empty = await render(browsed())
    await settle()
    expect(empty.container.textContent).toContain('No records yet')
    using filtered = await render(browsed('a = 1'))
    await settle()
    expect(filtered.container.textContent).toContain('All 7 records in the range were looked at')
  })

  it('show what the server says when it fails, with a way to try again', async () => {
    vi.stubGlobal(
      'fetch',
      async () =>
        new Response(JSON.stringify({ code: 'KAFKA_UNREACHABLE', detail: 'connect ECONNREFUSED', status: 503 }), {
          status: 503,
        }),
    )
    using shown = await render(browsed())
    await settle()
    expect(find(shown.container, '[role="alert"]').textContent).toContain('connect ECONNREFUSED')
    expect(shown.container.textContent).toContain('Try again')
  })
})

describe('the filters', () => {
  it('say what is wrong while it is written, and are not applied before it is right', async () => {
    const changes: unknown[] = []
    using shown = await render(<RecordFilters search={{}} partitions={2} onChange={(change) => changes.push(change)} />)
    const filter = find<HTMLInputElement>(shown.container, '.filter-text input')
    await type(filter, 'order.total >')
    expect(shown.container.textContent).toContain('a value is expected here')
    expect(find<HTMLButtonElement>(shown.container, 'button[type="submit"]').disabled).toBe(true)
    await type(filter, 'order.total > 5')
    await click(find(shown.container, 'button[type="submit"]'))
    expect(changes).toEqual([{ key: undefined, filter: 'order.total > 5' }])
  })
})

describe('a JSON value', () => {
  it('folds, and shows numbers as they were written', async () => {
    const { value } = parseJson('{"id":9007199254740993,"list":[1,2,3]}') as { value: unknown }
    using shown = await render(<JsonView value={value} />)
    expect(shown.container.textContent).toContain('9007199254740993')
    await click(find(shown.container, 'button[aria-label="list, 3 entries"]'))
    expect(shown.container.textContent).toContain('3 items')
  })

  it('shows a hundred entries of a long list first', async () => {
    using shown = await render(<JsonView value={Array.from({ length: 250 }, (_, index) => index)} />)
    expect(shown.container.querySelectorAll('.json-number')).toHaveLength(100)
    await click(find(shown.container, '.json-more'))
    expect(shown.container.querySelectorAll('.json-number')).toHaveLength(250)
  })
})
