import { type Folds, Icon, StaleNotice, itemsAt, useLiveValue } from '@millrace/ui'
import { useState } from 'react'
import type { LogLine, Order } from '../../../contract/order.ts'
import { LogLines } from './LogLines.tsx'
import { type FlowNode, query, way } from './nodes.ts'
import './flow.css'

const folds: Folds<readonly LogLine[]> = {
  lines: (_, { items }: { readonly items: readonly LogLine[] }) => items,
  line: (known = [], line: LogLine) => (known.some(({ id }) => id === line.id) ? known : [...known, line]),
}

/** The services and topics that an order passes, and, of the service that is chosen, its log about this order. */
export function FlowDiagram({ order, path }: { order: Order; path: string }) {
  const logs = useLiveValue(`${path}/logs`, folds, itemsAt<LogLine>(`${path}/logs`))
  const [chosen, choose] = useState<string | undefined>()
  const lines = logs.data ?? []
  const shown = chosen === undefined ? lines : lines.filter(({ service }) => service === chosen)
  const title = [...way, query].find(({ name }) => name === chosen)?.title
  const node = (one: FlowNode) => (
    <Service
      node={one}
      lines={lines.filter(({ service }) => service === one.name).length}
      isChosen={one.name === chosen}
      onChoose={() => choose(one.name === chosen ? undefined : one.name)}
    />
  )
  return (
    <section className="mr-card" aria-labelledby="flow-title">
      <div className="mr-card-body">
        <div className="stone-head">
          <h2 id="flow-title">Behind the counter</h2>
          <p className="mr-muted">
            Every step is a service of its own; they talk over topics. Choose one to read its log about this order.
          </p>
        </div>
        <StaleNotice live={logs.live} service="the logs" />
        <div className="flow">
          <ol className="flow-way" aria-label="From the order to the door">
            {way.map((one) => (
              <li key={one.name}>
                {node(one)}
                <Topic name={one.topic ?? ''} />
              </li>
            ))}
          </ol>
          <div className="flow-query">
            <Icon name="down" />
            <span className="flow-sql">
              SQL: <code>INSERT INTO `pizza-status`</code> unites the four topics
            </span>
            <Topic name="pizza-status" />
            {node(query)}
          </div>
        </div>
        <LogLines
          lines={shown}
          title={title === undefined ? 'What all services say' : `What ${title} says`}
          orderId={order.orderId}
          isKnown={logs.data !== undefined}
        />
      </div>
    </section>
  )
}

interface ServiceProps {
  readonly node: FlowNode
  readonly lines: number
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Service({ node, lines, isChosen, onChoose }: ServiceProps) {
  return (
    <button type="button" className="flow-service" aria-pressed={isChosen} onClick={onChoose} data-quiet={lines === 0}>
      <strong>{node.title}</strong>
      <small>{node.does}</small>
      <small className="flow-count">{lines === 0 ? 'nothing yet' : lines === 1 ? '1 line' : `${lines} lines`}</small>
    </button>
  )
}

function Topic({ name }: { name: string }) {
  return (
    <span className="flow-topic">
      <code>{name}</code>
      <Icon name="chevron" />
    </span>
  )
}
