import type { Order } from '../../../contract/order.ts'
import { STATUS } from '../../../contract/status.ts'

/** The stages of a pizza in the order of its way, as its customer reads them. */
const way = [
  { status: STATUS.placed, name: 'Ordered', now: 'On the table' },
  { status: STATUS.assembled, name: 'Assembled', now: 'In the oven' },
  { status: STATUS.baked, name: 'Baked', now: 'On its way' },
  { status: STATUS.delivered, name: 'Delivered', now: 'At your door' },
] as const

export interface Stage {
  readonly name: string
  readonly state: 'done' | 'now' | 'open'
  readonly text: string
  /** ms since epoch, when it was reached. */
  readonly at: number | undefined
}

/** The stages of an order: those behind it, the one it is at, those to come. */
export function stagesOf({ stage, passages }: Pick<Order, 'stage' | 'passages'>): readonly Stage[] {
  const reached = stage === STATUS.pending ? STATUS.baked : stage
  const here = way.findIndex(({ status }) => status === reached)
  return way.map(({ status, name, now }, at) => {
    const passage = passages.find((one) => one.status === status)
    const isNow = at === here && status !== STATUS.delivered
    const isDone = at < here || (at === here && !isNow)
    return {
      name,
      state: isDone ? 'done' : isNow ? 'now' : 'open',
      text: isNow ? now : isDone ? 'done' : 'still to come',
      at: passage === undefined ? undefined : Date.parse(passage.at),
    }
  })
}

/** The word for a status where many stand in a list. */
export function statusWord(status: number): string {
  return WORDS[status] ?? `Status ${status}`
}

const WORDS: Readonly<Record<number, string>> = {
  [STATUS.stuck]: 'Delayed',
  [STATUS.placed]: 'Being prepared',
  [STATUS.pending]: 'Being checked',
  [STATUS.assembled]: 'In the oven',
  [STATUS.baked]: 'On its way',
  [STATUS.unknown]: 'Not known',
  [STATUS.wrong]: 'Something is wrong',
  [STATUS.cancelled]: 'Cancelled',
  [STATUS.delivered]: 'Delivered',
}
