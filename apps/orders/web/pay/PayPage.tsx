import { EmptyState, ErrorState, type LiveValue, Skeleton, StaleNotice, useLiveValue, whole } from '@millrace/ui'
import type { Payment } from '../../contract/payment.ts'
import { PayFrame } from './PayFrame.tsx'
import { Paying } from './Paying.tsx'
import './pay.css'

const folds = whole<Payment>('payment')

/** The hosted payment page: what is paid, until when, and with what. */
export function PayPage({ paymentId }: { paymentId: string }) {
  const value = useLiveValue(`/payments/${encodeURIComponent(paymentId)}`, folds)
  return (
    <PayFrame payment={value.data} live={value.live} offset={value.offset}>
      {value.data === undefined ? (
        <Unknown value={value} />
      ) : (
        <>
          <StaleNotice live={value.live} service="the payment service" />
          <Paying payment={value.data} />
        </>
      )}
    </PayFrame>
  )
}

function Unknown({ value: { error, again } }: { value: LiveValue<Payment> }) {
  if (error === undefined) return <Skeleton what="the payment" />
  if (error.status !== 404)
    return <ErrorState title="The payment could not be read" detail={error.message} onRetry={again} />
  return (
    <EmptyState icon="card" title="There is no such payment">
      Open the link from your order or from our message again.
    </EmptyState>
  )
}
