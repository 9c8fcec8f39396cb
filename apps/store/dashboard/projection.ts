import type { KafkaClient, RecordOf } from '@millrace/client'
import { type SnapshotOptions, type SnapshotStore, type View, view } from '@millrace/streams'
import { customers } from '../customers/customer.ts'
import { products } from '../products/product.ts'
import { purchases } from '../purchases/purchase.ts'
import { after } from '../resource/event.ts'
import { entityTopic } from '../resource/topic.ts'
import { type Changed, DashboardModel, type ModelEvent } from './model.ts'

export const dashboardTopics = [entityTopic(products), entityTopic(customers), entityTopic(purchases)] as const

type AnyDashboardTopic = (typeof dashboardTopics)[number]

/** The model, and what has changed in it that nobody has been told of; undefined while it is built, for then all has. */
export interface Projection {
  readonly model: DashboardModel
  untold: Changed[] | undefined
}

const SNAPSHOT_VERSION = 1

/** Feeds the model from the three topics, from their beginning or from a snapshot. */
export function projection(kafka: KafkaClient, snapshots: SnapshotStore | undefined): View<Projection> {
  return view<AnyDashboardTopic, Projection>(kafka, {
    name: 'dashboard',
    topics: dashboardTopics,
    empty,
    apply: ({ model, untold }, record) => {
      const changed = model.apply(eventOf(record))
      untold?.push(changed)
    },
    // The services keep the bad records of their own topics.
    deadLetter: 'off',
    ...(snapshots !== undefined && { snapshot: snapshotOptions(snapshots) }),
  })
}

const empty = (): Projection => ({ model: new DashboardModel(), untold: undefined })

function eventOf(record: RecordOf<AnyDashboardTopic>): ModelEvent {
  const { key: id } = record
  switch (record.topic) {
    case 'eventbus.products':
      return { kind: 'product', id, now: after(id, record.value) }
    case 'eventbus.customers':
      return { kind: 'customer', id, now: after(id, record.value) }
    case 'eventbus.purchases':
      return { kind: 'purchase', id, now: after(id, record.value) }
  }
}

function snapshotOptions(store: SnapshotStore): SnapshotOptions<Projection> {
  return {
    store,
    version: SNAPSHOT_VERSION,
    save: ({ model }) => saved(model),
    load: (items) => {
      const state = empty()
      for (const item of items) state.model.apply(item as ModelEvent)
      return state
    },
  }
}

function* saved({ products, customers, purchases }: DashboardModel): Iterable<ModelEvent> {
  for (const [id, now] of products) yield { kind: 'product', id, now }
  for (const [id, now] of customers) yield { kind: 'customer', id, now }
  for (const [id, now] of purchases) yield { kind: 'purchase', id, now }
}
