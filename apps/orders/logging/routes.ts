import { type PageQuery, page, textOf } from '@millrace/client/http'
import type { LiveStreams } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import type { JournalEntry } from '../contract/journal.ts'
import type { EntityAccess } from '../entity/access.ts'
import { type JournalState, matches } from './journal.ts'

type Journal = EntityAccess<JournalState, never>
type Entry = JournalState['entries'][number]

export function journalRoutes(app: FastifyInstance, journal: Journal, live: LiveStreams): void {
  app.get<{ Querystring: PageQuery }>('/entries', async ({ query }) => {
    await journal.current()
    const given = Object.fromEntries(
      ['orderId', 'paymentId', 'service', 'event', 'q'].map((name) => [name, textOf(query, name)]),
    )
    const entries = entriesOf(journal, textOf(query, 'orderId')).filter((entry) => matches(toWire(entry), given))
    return page(entries, placeOf, query, toWire)
  })
  app.get('/entries/live', async (_, reply) => {
    await journal.current()
    live.open(reply, (send) => {
      const known = new Map([...journal.model.states()].map(({ orderId, entries }) => [orderId, entries.at(-1)?.id]))
      send('entries', { items: page(entriesOf(journal, undefined), placeOf, {}, toWire).items })
      return journal.onChange(({ orderId, entries }) => {
        const seen = entries.findLastIndex(({ id }) => id === known.get(orderId))
        for (const entry of entries.slice(seen + 1)) send('entry', toWire(entry))
        known.set(orderId, entries.at(-1)?.id)
      })
    })
  })
}

function entriesOf(journal: Journal, orderId: string | undefined): Entry[] {
  if (orderId !== undefined) return journal.model.get(orderId)?.entries ?? []
  return [...journal.model.states()].flatMap(({ entries }) => entries)
}

/** Lines of one moment in the order in which they came. */
const placeOf = ({ at, id }: Entry) => {
  const [partition = '', offset = ''] = id.split(':')
  return { at: Date.parse(at) || 0, id: `${partition}:${String(1e15 - Number(offset)).padStart(16, '0')}` }
}

const toWire = (entry: Entry): JournalEntry => entry as JournalEntry
