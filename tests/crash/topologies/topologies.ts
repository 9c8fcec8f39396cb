import { json, text, topic } from '@millrace/client'
import { topology, type Topology } from '@millrace/streams'
import { z } from 'zod'

const PARTITIONS = 3
const order = z.object({ sku: z.string(), pieces: z.int() })
const keyed = { key: text(), partitions: PARTITIONS }

/** The topics of one run; `run` is the beginning of their names. */
export const topicsOf = (run: string) => ({
  lines: topic({ ...keyed, name: `${run}-lines`, value: text() }),
  counts: topic({ ...keyed, name: `${run}-counts`, value: json(z.int()) }),
  orders: topic({ ...keyed, name: `${run}-orders`, value: json(order) }),
  products: topic({ ...keyed, name: `${run}-products`, value: text() }),
  priced: topic({ ...keyed, name: `${run}-priced`, value: text() }),
})

export type Topics = ReturnType<typeof topicsOf>

/** Word count and a join by another key; both bring records to other partitions on the way. */
export function topologyOf({ lines, counts, orders, products, priced }: Topics): Topology {
  const built = topology()
  built
    .stream(lines)
    .flatMapValues((line) => line.split(' '), text())
    .groupBy((_, word) => word, { key: text() })
    .count({ name: 'words' })
    .toStream()
    .to(counts)
  built
    .stream(orders)
    .map((number, { sku, pieces }) => [sku, `${number} ${pieces}`], { key: text(), value: text() })
    .joinTable(built.table(products), (ordered, product) => `${ordered} ${product}`)
    .map((_, ordered) => [ordered.split(' ')[0] ?? '', ordered])
    .to(priced)
  return built
}
