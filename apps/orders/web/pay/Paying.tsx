import type { Payment } from '../../contract/payment.ts'
import { CardForm } from './CardForm.tsx'
import { ChallengeForm } from './ChallengeForm.tsx'
import { Outcome } from './Outcome.tsx'

/** What can be done with a payment, by its status. */
export function Paying({ payment }: { payment: Payment }) {
  switch (payment.status) {
    case 'created':
      return <CardForm payment={payment} />
    case 'challenged':
      return <ChallengeForm payment={payment} />
    case 'made':
    case 'failed':
    case 'expired':
    case 'cancelled':
    case 'refunded':
      return <Outcome payment={payment} status={payment.status} />
  }
}
