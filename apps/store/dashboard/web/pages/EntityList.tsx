import {
  type ReadState,
  Button,
  EmptyState,
  ErrorState,
  Icon,
  Notice,
  Skeleton,
  TextField,
  formatCount,
  sortToText,
} from '@millrace/ui'
import { useDeferredValue, useState } from 'react'
import type { NewKind } from '../App.tsx'
import { Link } from '../Link.tsx'
import { type Page, readPage } from '../data/api.ts'
import { useRead } from '../data/use-read.ts'
import { type Route, navigate } from '../route.ts'
import { EntityTable } from './EntityTable.tsx'
import { type EntityRow, kinds } from './columns.tsx'

const ROWS_AT_FIRST = 50

type OnAdd = ((kind: NewKind) => void) | undefined

/** Customers or products: found, ordered, and live. */
export function EntityList({ route, onAdd }: { route: Route; onAdd: OnAdd }) {
  const { kind } = route
  const [limit, setLimit] = useState(ROWS_AT_FIRST)
  const q = useDeferredValue(route.q)
  const sort = route.sort === undefined ? '-totalSpent' : sortToText(route.sort)
  const path = `/api/${kind}?${new URLSearchParams({ q, sort, limit: String(limit) }).toString()}`
  const page = useRead(path, readPage<EntityRow>)
  const shown = useLastPage(kind, page)
  return (
    <section className="store-list" aria-label={kinds[kind].title}>
      <div className="store-toolbar">
        <nav className="mr-tabs" aria-label="Lists">
          {(['customers', 'products'] as const).map((each) => (
            <Link
              key={each}
              className="mr-tab"
              aria-current={each === kind ? 'page' : undefined}
              to={{ kind: each, id: undefined, q: '', sort: undefined }}
            >
              {kinds[each].title}
            </Link>
          ))}
        </nav>
        <TextField
          label={`Search ${kind}`}
          hideLabel
          type="search"
          placeholder={`Search ${kind}`}
          maxLength={100}
          value={route.q}
          onChange={({ target }) => navigate({ ...route, q: target.value }, { replace: true })}
        />
        {onAdd !== undefined && (
          <Button kind="primary" icon={<Icon name="plus" />} onClick={() => onAdd(kinds[kind].singular)}>
            Add {kinds[kind].singular}
          </Button>
        )}
      </div>
      <Content route={route} page={shown} failed={page} onAdd={onAdd} />
      {shown !== undefined && shown.total > shown.rows.length && (
        <p className="store-more">
          {formatCount(shown.rows.length)} of {formatCount(shown.total)}
          <Button size="small" onClick={() => setLimit((count) => Math.min(1000, count * 4))} disabled={limit >= 1000}>
            {limit >= 1000 ? 'Search to find others' : 'Show more'}
          </Button>
        </p>
      )}
    </section>
  )
}

/** While another order or search is being read, what was there stays; not over a change of the list. */
function useLastPage(kind: string, { data }: ReadState<Page<EntityRow>>): Page<EntityRow> | undefined {
  const [last, setLast] = useState<{ kind: string; page: Page<EntityRow> } | undefined>()
  if (data !== undefined && last?.page !== data) setLast({ kind, page: data })
  return data ?? (last?.kind === kind ? last.page : undefined)
}

function Content(props: { route: Route; page: Page<EntityRow> | undefined; failed: ReadState<unknown>; onAdd: OnAdd }) {
  const { route, page, failed, onAdd } = props
  const { singular, title } = kinds[route.kind]
  if (page === undefined && failed.error !== undefined) {
    return (
      <div className="mr-panel">
        <ErrorState title={`${title} could not be read`} detail={failed.error.message} onRetry={failed.again} />
      </div>
    )
  }
  if (page === undefined) {
    return (
      <div className="mr-panel">
        <Skeleton what={route.kind} />
      </div>
    )
  }
  if (page.rows.length > 0) {
    return (
      <>
        {failed.error !== undefined && <NotReadAgain title={title} error={failed} />}
        <EntityTable route={route} rows={page.rows} />
      </>
    )
  }
  if (route.q !== '') {
    return (
      <div className="mr-panel">
        <EmptyState
          icon="search"
          title={`No ${singular} matches “${route.q}”`}
          action={<Button onClick={() => navigate({ ...route, q: '' }, { replace: true })}>Show all</Button>}
        />
      </div>
    )
  }
  return (
    <div className="mr-panel">
      <EmptyState
        title={`No ${route.kind} yet`}
        action={onAdd && <Button onClick={() => onAdd(singular)}>Add the first {singular}</Button>}
      >
        They appear here as soon as one is created.
      </EmptyState>
    </div>
  )
}

/** Something changed, and what it is now could not be read: what is shown is what was. */
function NotReadAgain({ title, error }: { title: string; error: ReadState<unknown> }) {
  return (
    <Notice
      tone="warn"
      action={
        <Button size="small" onClick={error.again}>
          Try now
        </Button>
      }
    >
      <strong>{title} could not be read again,</strong> so they may be old: {error.error?.message}
    </Notice>
  )
}
