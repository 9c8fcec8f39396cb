import { buildBatch } from '@millrace/log'
import {
  AddOffsetsToTxn,
  AddPartitionsToTxn,
  CreateTopics,
  EndTxn,
  FindCoordinator,
  InitProducerId,
  type InitProducerIdRequest,
  Produce,
  TxnOffsetCommit,
} from '../../../packages/kafka/src/messages/index.ts'
import type { EngineAddress } from '../harness/on-each-engine.ts'
import { Wire, errorName, settled } from './wire.ts'

/** Who speaks: a transactional id, or null, and what it thinks it is. */
export interface Speaker {
  readonly transactionalId: string | null
  readonly id: number
  readonly epoch: number
}

export interface Sent extends Speaker {
  readonly topic: string
  readonly partition?: number
  readonly sequence: number
  readonly count?: number
  readonly transactional?: boolean
  readonly version?: number
}

/** The requests of a transactional producer, each in a version of one's choice, answered by error names. */
export class TransactionalWire {
  readonly #wire: Wire

  static async to(engine: EngineAddress): Promise<TransactionalWire> {
    return new TransactionalWire(await Wire.to(engine))
  }

  private constructor(wire: Wire) {
    this.#wire = wire
  }

  close(): void {
    this.#wire.close()
  }

  async createTopic(name: string): Promise<void> {
    const topics = [{ name, numPartitions: 2, replicationFactor: 1 }]
    await this.#wire.call(CreateTopics, 4, { topics, timeoutMs: 10_000 })
  }

  async coordinator(key: string, keyType: 0 | 1): Promise<void> {
    const ask = () => this.#wire.call(FindCoordinator, 1, { key, keyType })
    await settled(ask, ({ errorCode }) => errorName(errorCode ?? 0))
  }

  async init(request: Partial<InitProducerIdRequest>, version = 4) {
    const ask = () => this.#wire.call(InitProducerId, version, { transactionTimeoutMs: 60_000, ...request })
    const answer = await settled(ask, ({ errorCode }) => errorName(errorCode))
    return { error: errorName(answer.errorCode), id: answer.producerId ?? -1, epoch: answer.producerEpoch }
  }

  async add({ transactionalId, id, epoch }: Speaker, topic: string, partitions = [0], version = 3): Promise<string[]> {
    const ask = async () => {
      const { resultsByTopicV3AndBelow: results = [] } = await this.#wire.call(AddPartitionsToTxn, version, {
        v3AndBelowTransactionalId: transactionalId ?? '',
        v3AndBelowProducerId: id,
        v3AndBelowProducerEpoch: epoch,
        v3AndBelowTopics: [{ name: topic, partitions }],
      })
      return results[0]?.resultsByPartition.map(({ partitionErrorCode }) => errorName(partitionErrorCode)) ?? []
    }
    // A topic that has just been made is unknown for a moment; one that never was stays so.
    return settled(ask, (errors) => (errors.includes('CONCURRENT_TRANSACTIONS') ? 'CONCURRENT_TRANSACTIONS' : 'NONE'))
  }

  async addOffsets({ transactionalId, id, epoch }: Speaker, groupId: string, version = 3): Promise<string> {
    const request = { transactionalId: transactionalId ?? '', producerId: id, producerEpoch: epoch, groupId }
    const ask = () => this.#wire.call(AddOffsetsToTxn, version, request)
    return errorName((await settled(ask, ({ errorCode }) => errorName(errorCode))).errorCode)
  }

  async end({ transactionalId, id, epoch }: Speaker, committed: boolean, version = 3): Promise<string> {
    const request = { transactionalId: transactionalId ?? '', producerId: id, producerEpoch: epoch, committed }
    const ask = () => this.#wire.call(EndTxn, version, request)
    return errorName((await settled(ask, ({ errorCode }) => errorName(errorCode))).errorCode)
  }

  async produce(sent: Sent): Promise<string> {
    const { transactionalId, id, epoch, sequence, count = 1, topic, partition: index = 0, version = 9 } = sent
    const records = buildBatch({
      records: Array.from({ length: count }, () => ({ value: 'v' })),
      timestamp: Date.now(),
      producer: { id, epoch, sequence },
      transactional: sent.transactional ?? transactionalId !== null,
    })
    const topicData = [{ name: topic, partitionData: [{ index, records }] }]
    const ask = () => this.#wire.call(Produce, version, { transactionalId, acks: -1, timeoutMs: 10_000, topicData })
    const answer = await settled(ask, ({ responses }) =>
      errorName(responses[0]?.partitionResponses[0]?.errorCode ?? -1),
    )
    const { errorCode = -1, baseOffset = -1 } = answer.responses[0]?.partitionResponses[0] ?? {}
    return errorCode === 0 ? `at ${baseOffset}` : errorName(errorCode)
  }

  async commitOffset(
    { transactionalId, id, epoch }: Speaker,
    groupId: string,
    topic: string,
    version = 2,
  ): Promise<string> {
    const partitions = [{ partitionIndex: 0, committedOffset: 3, committedMetadata: '' }]
    const request = { transactionalId: transactionalId ?? '', groupId, producerId: id, producerEpoch: epoch }
    const answer = await this.#wire.call(TxnOffsetCommit, version, {
      ...request,
      topics: [{ name: topic, partitions }],
    })
    return errorName(answer.topics[0]?.partitions[0]?.errorCode ?? -1)
  }
}
