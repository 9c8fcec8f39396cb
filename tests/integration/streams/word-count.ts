import { json, text, topic } from '@millrace/client'
import { topology } from '@millrace/streams'
import { z } from 'zod'

export const lines = topic({ name: 'lines', key: text(), value: text() })
export const counts = topic({ name: 'counts', key: text(), value: json(z.int()) })

export const wordCount = topology()

export const words = wordCount
  .stream(lines)
  .flatMapValues((line) => line.toLowerCase().split(' '), text())
  .groupBy((_, word) => word, { key: text() })
  .count({ name: 'words' })

words.toStream().to(counts)
