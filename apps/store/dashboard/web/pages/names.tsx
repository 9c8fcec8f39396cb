import { Badge } from '@millrace/ui'
import type { PurchaseRow } from '../../rows.ts'

/** A customer or product of a purchase; one that has been deleted keeps its place, with its id to find it by. */
export function CustomerName({ customer }: { customer: PurchaseRow['customer'] }) {
  if (customer.deleted === true) return <Deleted what="customer" id={customer.id} />
  return `${customer.firstName} ${customer.lastName}`
}

export function ProductName({ product }: { product: PurchaseRow['product'] }) {
  if (product.deleted === true) return <Deleted what="product" id={product.id} />
  return product.name
}

function Deleted({ what, id }: { what: string; id: string }) {
  return (
    <span className="store-deleted" title={id}>
      <Badge tone="neutral">deleted</Badge> {what} {id.slice(0, 6)}…
    </span>
  )
}
