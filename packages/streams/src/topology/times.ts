import { text, type Codec } from '@millrace/client'
import type { StoreSpec } from '../processor/store.ts'
import { numbers } from './codecs.ts'
import type { Subtopology } from './subtopologies.ts'

export const textCodec: Codec<string> = text()

/** Stream time lies in a store, so that a restart drops as late what the first run dropped. */
export const timesSpec: StoreSpec<string, number> = { key: textCodec, value: numbers }

/** The store's name; undefined when nothing in the part asks for stream time. */
export function timesStoreOf({ id, nodes }: Subtopology): string | undefined {
  return nodes.some(({ timed }) => timed) ? `stream-time-${id}` : undefined
}
