import type { ProcessorOptions } from '../processor/processor-options.ts'
import type { AnyTopic } from '@millrace/client'

type Passed =
  | 'instanceId'
  | 'applicationServer'
  | 'commitEveryMs'
  | 'mostRecords'
  | 'from'
  | 'retry'
  | 'deadLetter'
  | 'waitForInputsMs'
  | 'state'

/** How a topology runs; apart from `app` as of a processor. */
export interface StreamsOptions extends Pick<ProcessorOptions<AnyTopic, Record<never, never>>, Passed> {
  /** Kafka Streams' application.id: the consumer group, and the beginning of the names of internal topics. */
  readonly app: string
  /** How often to delete what is done with from repartition topics, ms; 30,000 by default, as Kafka Streams. */
  readonly purgeEveryMs?: number
}
