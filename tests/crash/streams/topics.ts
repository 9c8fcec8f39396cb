import { json, text, topic } from '@millrace/client'
import { z } from 'zod'

const PARTITIONS = 3
export const words = topic({ name: 'words', key: text(), value: json(z.int()), partitions: PARTITIONS })
export const counts = topic({ name: 'counts', key: text(), value: json(z.int()), partitions: PARTITIONS })
