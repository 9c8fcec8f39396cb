import { type KafkaClient, json, text, topic } from '@millrace/client'
import { type View, view } from '@millrace/streams'
import { z } from 'zod'
import type { Claim, Claimed, Claims } from './idempotency.ts'
import { soon } from './soon.ts'

const KEPT_MS = 24 * 60 * 60 * 1000
const KEYS_MOST = 500_000
const MOST_MS = 15_000

/**
 * The Idempotency-Keys of all services of the store. Not compacted: the first claim of a key counts, and compaction
 * would keep the last. Kafka deletes what is older than a day.
 */
export const claimsTopic = topic({
  name: 'store.idempotency',
  key: text(),
  value: json(
    z.union([
      z.object({ fingerprint: z.string(), entity: z.record(z.string(), z.unknown()) }),
      z.object({ settled: z.literal(true) }),
    ]),
  ),
  partitions: 1,
  configs: { 'cleanup.policy': 'delete', 'retention.ms': String(KEPT_MS) },
})

/** A claim, and when it was made, ms since epoch. */
type Kept = Claimed & { readonly at: number }

/** In the order of the claims: the oldest first. */
type Keys = Map<string, Kept>

/** The claims of one service; others' keys are passed over. */
export function kafkaClaims(kafka: KafkaClient, service: string): Claims & Pick<View<Keys>, 'ready' | 'stop'> {
  const prefix = `${service}:`
  const { liveness } = kafka.ports.clocks
  const keys = view<typeof claimsTopic, Keys>(kafka, {
    name: `${service}.idempotency`,
    topics: [claimsTopic],
    empty: () => new Map(),
    apply: (state, { key, value, timestamp }) => {
      if (!key.startsWith(prefix)) return
      const known = state.get(key)
      if ('settled' in value) {
        if (known !== undefined) state.set(key, { ...known, settled: true })
      } else if (known === undefined) state.set(key, { ...value, settled: false, at: timestamp })
      forget(state, timestamp)
    },
    deadLetter: 'off',
  })
  const write = async (key: string, value: Parameters<typeof claimsTopic.record>[1]): Promise<void> => {
    await keys.waitFor(await kafka.producer().send(claimsTopic.record(prefix + key, value)), MOST_MS)
  }
  return {
    find: async (key) => {
      await soon(liveness, MOST_MS, keys.current())
      return keys.state.get(prefix + key)
    },
    claim: async (key, { fingerprint, entity }: Claim) => {
      await soon(liveness, MOST_MS, write(key, { fingerprint, entity: { ...entity } }))
      return keys.state.get(prefix + key) ?? { fingerprint, entity, settled: false }
    },
    settle: (key) => soon(liveness, MOST_MS, write(key, { settled: true })),
    ready: () => keys.ready(),
    stop: () => keys.stop(),
  }
}

function forget(state: Keys, now: number): void {
  for (const [key, { at }] of state) {
    if (at > now - KEPT_MS && state.size <= KEYS_MOST) return
    state.delete(key)
  }
}
