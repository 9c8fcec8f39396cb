import { json, text, topic } from '@millrace/client'
import { topology, tumbling } from '@millrace/streams'
import { z } from 'zod'

export const clicks = topic({ name: 'clicks', key: text(), value: text() })
export const perMinute = topic({ name: 'per-minute', key: text(), value: json(z.int()) })

export const clicking = topology()

clicking
  .stream(clicks)
  .groupByKey()
  .windowedBy(tumbling(60_000, { graceMs: 10_000 }))
  .count()
  .suppressUntilWindowCloses() // one result per window, the last
  .toStream()
  .map(({ key, window }, count) => [`${key} from ${window.start}`, count])
  .to(perMinute)
