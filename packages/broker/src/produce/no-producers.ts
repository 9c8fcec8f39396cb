import { Refusal } from '@millrace/kernel'
import type { ProducerChecks } from './checks.ts'

/** For a broker that gives out no producer ids: whoever sends one got it from another cluster. */
export const noProducers: ProducerChecks = {
  repetitionOf: (header) => {
    throw new Refusal('UNKNOWN_PRODUCER_ID', `producer ${header.producerId} is not known here: ask for an id first`)
  },
  checkTransaction: () => {
    throw new Refusal('INVALID_TXN_STATE', 'no transaction is open')
  },
}
