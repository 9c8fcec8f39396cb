import type { KafkaClient } from '@millrace/client'
import type { FieldError } from '@millrace/client/http'
import type { SnapshotStore } from '@millrace/streams'
import { customers } from '../customers/customer.ts'
import { products } from '../products/product.ts'
import { type KafkaCollection, kafkaCollection } from '../resource/kafka-collection.ts'
import { type Neighbours, resourceService } from '../resource/service.ts'
import { entityTopic } from '../resource/topic.ts'
import { type Purchase, type PurchaseInput, purchases } from './purchase.ts'

export const purchasesPort = 9997

/**
 * A purchase needs a customer and a product that are there when it is made; what happens to them afterwards leaves it
 * as it is. A purchase that is changed may keep sides that have been deleted meanwhile, but not take such ones.
 */
export const startPurchases = resourceService<Purchase, PurchaseInput>({
  kind: purchases,
  port: purchasesPort,
  neighbours,
})

function neighbours(kafka: KafkaClient, snapshots: SnapshotStore | undefined): Neighbours<Purchase, PurchaseInput> {
  const [productTopic, customerTopic] = [entityTopic(products), entityTopic(customers)]
  const options = { tombstones: true, snapshots, isForeign: true }
  const known = {
    productId: kafkaCollection(kafka, productTopic, { ...options, name: 'purchases.products' }),
    customerId: kafkaCollection(kafka, customerTopic, { ...options, name: 'purchases.customers' }),
  }
  return {
    collections: Object.values(known),
    topics: [productTopic, customerTopic],
    unknownReferences: async (input, before) => {
      const errors = await Promise.all([
        unknown('productId', 'product', known.productId, input, before),
        unknown('customerId', 'customer', known.customerId, input, before),
      ])
      return errors.flat()
    },
  }
}

type Side = 'productId' | 'customerId'

async function unknown(
  field: Side,
  name: string,
  known: Pick<KafkaCollection<{ id: string }>, 'current' | 'get'>,
  input: PurchaseInput,
  before: Purchase | undefined,
): Promise<FieldError[]> {
  if (input[field] === before?.[field]) return []
  // As of now: a product that was created through another instance a moment ago is there.
  await known.current()
  return known.get(input[field]) === undefined
    ? [{ field, message: `names no ${name}: there is none with id ${input[field]}` }]
    : []
}
