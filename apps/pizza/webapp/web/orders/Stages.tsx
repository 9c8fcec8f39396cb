import { Icon, RelativeTime } from '@millrace/ui'
import type { Order } from '../../../contract/order.ts'
import { stagesOf } from './stages.ts'

/** The way of a pizza, stage by stage. */
export function Stages({ order }: { order: Order }) {
  return (
    <ol className="stages" aria-label="Stages">
      {stagesOf(order).map(({ name, state, text, at }) => (
        <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span className="stages-mark">{state === 'done' && <Icon name="check" size={16} />}</span>
          <span className="stages-text">
            <strong>{name}</strong>
            <small>{at === undefined ? text : <RelativeTime at={at} />}</small>
            {at !== undefined && state === 'now' && <small>{text}</small>}
          </span>
        </li>
      ))}
    </ol>
  )
}
