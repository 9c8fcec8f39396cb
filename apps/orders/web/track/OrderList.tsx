import {
  Button,
  EmptyState,
  Money,
  type ReadState,
  RelativeTime,
  SelectField,
  StaleNotice,
  TextField,
  Unread,
  itemsAt,
  listed,
  request,
  useLiveValue,
  useRead,
} from '@millrace/ui'
import { useDeferredValue, useState } from 'react'
import { type Order, type Page, orderStatuses } from '../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { setQuery, useQuery } from '../frame/query.ts'
import { Picture } from '../pictures/pictures.tsx'
import { OrderStatusBadge, statusWords } from './status.tsx'
import './track.css'

const folds = listed<Order>('orders', 'order', ({ orderId }) => orderId)

const readOrders = (path: string, signal: AbortSignal) => request<Page<Order>>(path, { signal })

const PAGE = 50

/** Orders by status and e-mail address, the newest first, page by page; what is asked for is in the address. */
export function OrderList() {
  const { live, offset } = useLiveValue('/orders', folds, itemsAt<Order>('/orders'))
  const query = useQuery()
  const [email, setEmail] = useState(query.get('email') ?? '')
  const wanted = Object.fromEntries(['status', 'cursor'].map((name) => [name, query.get(name) ?? '']))
  const asked = new URLSearchParams({ limit: String(PAGE) })
  for (const [name, value] of Object.entries({ ...wanted, email: useDeferredValue(email.trim()) }))
    if (value !== '') asked.set(name, value)
  const page = useRead(`/orders?${asked.toString()}`, live.version, readOrders)
  const filter = (change: Readonly<Record<string, string>>) => setQuery({ ...change, cursor: '' })
  return (
    <Frame place="track" title="Orders" live={live} offset={offset}>
      <div className="weir-head">
        <h1>Orders</h1>
        <p className="mr-lead">The newest first; each moves on as it happens.</p>
      </div>
      <search className="track-search">
        <TextField
          label="E-mail"
          type="search"
          maxLength={254}
          value={email}
          onChange={({ target }) => {
            setEmail(target.value)
            filter({ email: target.value.trim() })
          }}
        />
        <SelectField
          label="Status"
          value={wanted['status']}
          onChange={({ target }) => filter({ status: target.value })}
          options={[
            { value: '', text: 'All' },
            ...orderStatuses.map((status) => ({ value: status, text: statusWords[status].word })),
          ]}
        />
      </search>
      {page.data !== undefined && <StaleNotice live={live} service="the shop" />}
      <Lines
        page={page}
        isFiltered={asked.size > 1}
        onAll={() => {
          setEmail('')
          filter({ email: '', status: '' })
        }}
      />
      {page.data !== undefined && <Paging next={page.data.next} isFirst={wanted['cursor'] === ''} />}
    </Frame>
  )
}

function Paging({ next, isFirst }: { next: string | undefined; isFirst: boolean }) {
  if (isFirst && next === undefined) return null
  return (
    <nav className="mr-row track-paging" aria-label="Pages of orders">
      {!isFirst && <Button onClick={() => setQuery({ cursor: '' })}>Newest orders</Button>}
      {next !== undefined && <Button onClick={() => setQuery({ cursor: next })}>Older orders</Button>}
    </nav>
  )
}

interface LinesProps {
  readonly page: ReadState<Page<Order>>
  readonly isFiltered: boolean
  readonly onAll: () => void
}

function Lines({ page: { data, error, again }, isFiltered, onAll }: LinesProps) {
  if (data === undefined) return <Unread read={{ error, again }} what="orders" failure="Orders could not be read" />
  if (data.items.length === 0) {
    return (
      <div className="mr-card">
        {isFiltered ? (
          <EmptyState icon="search" title="No order fits" action={<Button onClick={onAll}>Show all</Button>}>
            Type the whole e-mail address that was ordered with.
          </EmptyState>
        ) : (
          <EmptyState icon="bag" title="No orders yet" action={<a href="/">To the shop</a>}>
            The first one appears here as soon as it is placed.
          </EmptyState>
        )}
      </div>
    )
  }
  return (
    <ol className="track-list mr-card" aria-label="Orders">
      {data.items.map((order) => (
        <OrderLine key={order.orderId} order={order} />
      ))}
    </ol>
  )
}

const PICTURES_MOST = 3

function OrderLine({ order: { orderId, status, items, customer, amount, currency, createdAt } }: { order: Order }) {
  const what = items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', ')
  return (
    <li>
      <span className="track-pictures">
        {items.slice(0, PICTURES_MOST).map(({ sku }) => (
          <Picture key={sku} sku={sku} />
        ))}
      </span>
      <span className="track-what">
        <a href={`/track/${encodeURIComponent(orderId)}`}>{what}</a>
        <small>
          {customer.name} · <RelativeTime at={Date.parse(createdAt)} /> · <span className="weir-id">{orderId}</span>
        </small>
      </span>
      <span className="track-line-end">
        <OrderStatusBadge status={status} />
        <Money minorUnits={amount} currency={currency} />
      </span>
    </li>
  )
}
