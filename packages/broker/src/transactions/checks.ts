import { Refusal } from '@millrace/kernel'
import type { ProducerChecks } from '../produce/checks.ts'
import { checkSequence } from '../producers/sequence.ts'
import { hasPartition } from './add-partitions.ts'
import { strangerTo } from './identify.ts'
import type { TransactionRegistry } from './registry.ts'
import type { PartitionName, ProducerIdentity } from './transaction.ts'

/** What Produce asks before it appends a batch of a producer. */
export function producerChecks(registry: TransactionRegistry): ProducerChecks {
  return {
    repetitionOf: (header, partition) => checkSequence(partition.producer(header.producerId), header),
    checkTransaction: (transactionalId, { producerId, producerEpoch }, topic, index) => {
      const producer = { id: producerId, epoch: producerEpoch }
      if (transactionalId === null) {
        const text = 'the records are part of a transaction, and the request does not say of which'
        throw new Refusal('TRANSACTIONAL_ID_AUTHORIZATION_FAILED', text)
      }
      checkMember(registry, transactionalId, producer, { topic: topic.name, partition: index })
    },
  }
}

/**
 * Whether the partition is part of the producer's open transaction.
 *
 * @throws Refusal INVALID_PRODUCER_ID_MAPPING, INVALID_PRODUCER_EPOCH, INVALID_TXN_STATE
 */
export function checkMember(
  registry: TransactionRegistry,
  transactionalId: string,
  producer: ProducerIdentity,
  name: PartitionName,
): void {
  const transaction = registry.find(transactionalId)?.transaction
  const stranger = strangerTo(transaction, producer)
  if (transaction === undefined || stranger === 'INVALID_PRODUCER_ID_MAPPING') {
    const text = `producer ${producer.id} does not speak for transactional id '${transactionalId}'`
    throw new Refusal('INVALID_PRODUCER_ID_MAPPING', text)
  }
  if (stranger !== undefined) {
    const text = `epoch ${producer.epoch} of producer ${producer.id} is over: the newest is ${transaction.epoch}`
    throw new Refusal('INVALID_PRODUCER_EPOCH', text)
  }
  if (transaction.state !== 'Ongoing' || !hasPartition(transaction, name)) {
    const text = `${name.topic}-${name.partition} is not part of an open transaction of '${transactionalId}': add it first`
    throw new Refusal('INVALID_TXN_STATE', text)
  }
}
