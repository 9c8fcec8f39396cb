import {
  EmptyState,
  ErrorState,
  Notice,
  RelativeTime,
  Skeleton,
  StaleNotice,
  itemsAt,
  listed,
  request,
  useLiveValue,
  useRead,
} from '@millrace/ui'
import { useSyncExternalStore } from 'react'
import type { Order } from '../../../contract/order.ts'
import { STATUS, isFinal, statusText } from '../../../contract/status.ts'
import { Frame } from '../frame/Frame.tsx'
import { StatusBadge } from '../orders/StatusBadge.tsx'
import { useSession } from '../session/use-session.ts'
import { OperatorActions } from './OperatorActions.tsx'
import './operator.css'

const folds = listed<Order>('orders', 'order', ({ orderId }) => orderId)

const filters = {
  stuck: { name: 'Need help', wants: ({ status }: Order) => needsHelp(status) },
  way: { name: 'Under way', wants: ({ stage }: Order) => !isFinal(stage) },
  all: { name: 'All', wants: () => true },
} as const

type Filter = keyof typeof filters

const needsHelp = (status: number): boolean =>
  ([STATUS.stuck, STATUS.pending, STATUS.unknown, STATUS.wrong] as readonly number[]).includes(status)

/** The kitchen's view: which orders are stuck, and what to do about them. */
export function OperatorPage() {
  const session = useSession()
  const orders = useLiveValue('/api/operator/orders', folds, itemsAt<Order>('/api/operator/orders'))
  const filter = useFilter()
  const all = orders.data ?? []
  const stuck = all.filter(({ status }) => status === STATUS.stuck).length
  return (
    <Frame place="operator" title="Kitchen" session={session ?? undefined} live={orders.live} offset={orders.offset}>
      <div className="stone-head">
        <h1>Kitchen</h1>
        <p className="mr-lead" aria-live="polite">
          {stuck === 0
            ? 'No order is stuck.'
            : stuck === 1
              ? 'One order is stuck: drive it on, or cancel it.'
              : `${stuck} orders are stuck: drive them on, or cancel them.`}
        </p>
      </div>
      {orders.data !== undefined && <StaleNotice live={orders.live} service="the kitchen" />}
      <FramingTrouble version={orders.live.version} />
      <nav className="mr-tabs" aria-label="Which orders">
        {(Object.keys(filters) as Filter[]).map((name) => (
          <a key={name} className="mr-tab" href={`?show=${name}`} aria-current={name === filter ? 'page' : undefined}>
            {filters[name].name} <span className="mr-muted">{all.filter(filters[name].wants).length}</span>
          </a>
        ))}
      </nav>
      {orders.data === undefined ? (
        <div className="mr-card">
          {orders.error === undefined ? (
            <Skeleton what="the orders" />
          ) : (
            <ErrorState title="The orders could not be read" detail={orders.error.message} onRetry={orders.again} />
          )}
        </div>
      ) : (
        <Orders orders={all.filter(filters[filter].wants)} filter={filter} />
      )}
    </Frame>
  )
}

function Orders({ orders, filter }: { orders: readonly Order[]; filter: Filter }) {
  if (orders.length === 0)
    return (
      <div className="mr-card">
        <EmptyState
          icon={filter === 'stuck' ? 'check' : 'bag'}
          title={filter === 'stuck' ? 'Nobody needs help' : 'No orders'}
        >
          {filter === 'stuck'
            ? 'An order that does not change for 45 seconds appears here by itself.'
            : 'Orders appear here as soon as somebody places one.'}
        </EmptyState>
      </div>
    )
  return (
    <ul className="operator-list" aria-label="Orders">
      {orders.map((order) => (
        <li key={order.orderId} className="mr-card" data-alert={needsHelp(order.status)}>
          <div className="operator-what">
            <span className="mr-row">
              <a className="stone-id" href={`/operator/${order.orderId}`}>
                {order.orderId}
              </a>
              <StatusBadge status={order.status} />
            </span>
            <small>
              {order.username === undefined || order.username === '' ? 'Customer not known' : `For ${order.username}`}
              {' · '}
              {order.stage === 0 ? 'stage not known' : statusText(order.stage)}
              {' · since '}
              <RelativeTime at={Date.parse(order.since)} />
            </small>
          </div>
          <OperatorActions order={order} />
        </li>
      ))}
    </ul>
  )
}

interface Framings {
  readonly unreadable: number
  readonly trouble?: string
}

/** Records of `pizza-status` that cannot be read: how many, what is wrong with them, and what to do. */
function FramingTrouble({ version }: { version: number }) {
  const { data } = useRead('/api/operator/framings', version, (path, signal) => request<Framings>(path, { signal }))
  if (data === undefined || data.unreadable === 0) return null
  return (
    <Notice tone="bad">
      <strong>
        {data.unreadable === 1 ? 'One record' : `${data.unreadable} records`} of pizza-status cannot be read.
      </strong>{' '}
      {data.trouble}
    </Notice>
  )
}

function useFilter(): Filter {
  const search = useSyncExternalStore(
    (changed) => {
      addEventListener('popstate', changed)
      return () => removeEventListener('popstate', changed)
    },
    () => location.search,
  )
  const show = new URLSearchParams(search).get('show') ?? 'stuck'
  return show in filters ? (show as Filter) : 'stuck'
}
