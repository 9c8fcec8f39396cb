import {
  ApiError,
  asApiError,
  Button,
  type Column,
  CopyId,
  Dialog,
  EmptyState,
  ErrorState,
  Icon,
  Money,
  Notice,
  RelativeTime,
  Skeleton,
  Table,
  useToasts,
} from '@millrace/ui'
import { useState } from 'react'
import type { PurchaseRow } from '../../rows.ts'
import { cents, read, remove } from '../data/api.ts'
import { useRead } from '../data/use-read.ts'
import type { Kind } from '../route.ts'
import { type EntityRow, kinds } from './columns.tsx'
import { CustomerName, ProductName } from './names.tsx'

interface PurchasesProps {
  kind: Kind
  id: string
  canDelete: boolean
  onClose: () => void
}

/** The purchases behind one row; undefined entity: it has been deleted, or never was. */
export function Purchases({ kind, id, canDelete, onClose }: PurchasesProps) {
  const { singular, nameOf } = kinds[kind]
  const path = `/api/${kind}/${encodeURIComponent(id)}`
  const entity = useRead(path, (key, signal) => orMissing(read<EntityRow>(key, signal)))
  const purchases = useRead(
    `${path}/purchases`,
    async (key, signal) => (await orMissing(read<PurchaseRow[]>(key, signal))) ?? [],
  )
  const isGone = entity.data === null
  const name = entity.data ? nameOf(entity.data) : isGone ? `Deleted ${singular}` : '…'
  return (
    <Dialog title={name} onClose={onClose} wide>
      <div className="store-drill-head">
        <CopyId id={id} name={`${singular} id`} />
        {entity.data && <Totals row={entity.data} />}
      </div>
      {isGone && (
        <Notice tone="warn">
          This {singular} is not there (any more). Purchases of it stay, and count for the other side.
        </Notice>
      )}
      <List purchases={purchases} kind={kind} />
      {canDelete && entity.data && <Delete kind={kind} id={id} name={name} onDone={onClose} />}
    </Dialog>
  )
}

async function orMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

function Totals({ row }: { row: EntityRow }) {
  return (
    <p className="mr-muted">
      {row.purchaseCount === 1 ? '1 purchase' : `${row.purchaseCount} purchases`},{' '}
      <Money minorUnits={cents(row.totalSpent)} />
      {'price' in row && (
        <>
          {' '}
          · price <Money minorUnits={cents(row.price)} />
        </>
      )}
    </p>
  )
}

function List({ purchases, kind }: { purchases: ReturnType<typeof useRead<PurchaseRow[]>>; kind: Kind }) {
  const { data, error, again } = purchases
  if (data === undefined && error !== undefined)
    return <ErrorState title="Purchases could not be read" detail={error.message} onRetry={again} />
  if (data === undefined) return <Skeleton what="purchases" lines={3} />
  if (data.length === 0) return <EmptyState title="No purchases yet" />
  return (
    <Table
      caption="Purchases"
      columns={kind === 'customers' ? byCustomer : byProduct}
      rows={data}
      rowKey={({ id }) => id}
    />
  )
}

const other = {
  product: {
    id: 'product',
    header: 'Product',
    wrap: true,
    isRowHeader: true,
    cell: ({ product }) => <ProductName product={product} />,
    sortBy: ({ product }) => product.name,
  },
  customer: {
    id: 'customer',
    header: 'Customer',
    wrap: true,
    isRowHeader: true,
    cell: ({ customer }) => <CustomerName customer={customer} />,
    sortBy: ({ customer }) => `${customer.firstName} ${customer.lastName}`,
  },
} satisfies Record<string, Column<PurchaseRow>>

const rest: readonly Column<PurchaseRow>[] = [
  {
    id: 'amount',
    header: 'Spent',
    align: 'end',
    cell: ({ amountSpent }) => <Money minorUnits={cents(amountSpent)} />,
    sortBy: ({ amountSpent }) => amountSpent,
  },
  {
    id: 'date',
    header: 'Date',
    align: 'end',
    cell: ({ transactionDate }) => <RelativeTime at={Date.parse(transactionDate)} />,
    sortBy: ({ transactionDate }) => Date.parse(transactionDate),
  },
]
const byCustomer = [other.product, ...rest]
const byProduct = [other.customer, ...rest]

function Delete({ kind, id, name, onDone }: { kind: Kind; id: string; name: string; onDone: () => void }) {
  const toasts = useToasts()
  const [step, setStep] = useState<'idle' | 'asked' | 'busy'>('idle')
  const confirm = async () => {
    setStep('busy')
    try {
      await remove(kind, id)
      toasts.done(`${name} is deleted.`)
      onDone()
    } catch (error) {
      toasts.failed(asApiError(error).message)
      setStep('idle')
    }
  }
  if (step === 'idle') {
    return (
      <div className="mr-dialog-actions">
        <Button kind="quiet" icon={<Icon name="trash" />} onClick={() => setStep('asked')}>
          Delete {kinds[kind].singular}
        </Button>
      </div>
    )
  }
  return (
    <fieldset className="mr-dialog-actions" aria-label={`Delete ${name}?`}>
      <p className="mr-muted">Purchases stay. Delete {name}?</p>
      <Button onClick={() => setStep('idle')}>Keep</Button>
      <Button kind="danger" busy={step === 'busy'} onClick={() => void confirm()}>
        Delete
      </Button>
    </fieldset>
  )
}
