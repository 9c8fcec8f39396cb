import { Refusal } from '@millrace/kernel'
import type { BatchHeader, ProducerBatch, ProducerEntry } from '@millrace/log'

const LARGEST_SEQUENCE = 0x7fffffff
const NO_SEQUENCE = -1

/** The parts of a batch's header that sequence checks look at. */
export type SequencedBatch = Pick<
  BatchHeader,
  'producerId' | 'producerEpoch' | 'baseSequence' | 'lastSequence' | 'isTransactional'
>

/**
 * Whether a producer's batch may be appended, by Kafka's rules (`ProducerStateManager`, `ProducerAppendInfo`; KIP-98,
 * KIP-360): sequence numbers without a gap within an epoch, from 0 in a new one. A producer of which the partition
 * knows nothing (new, or forgotten with its records) may begin anywhere.
 *
 * @returns the batch as it was appended before, when this repeats one of the last five; undefined when it is new.
 * @throws Refusal INVALID_PRODUCER_EPOCH, OUT_OF_ORDER_SEQUENCE_NUMBER; INVALID_TXN_STATE for a batch outside of its
 *   producer's open transaction
 */
export function checkSequence(entry: ProducerEntry | undefined, batch: SequencedBatch): ProducerBatch | undefined {
  if (entry === undefined) return undefined
  const { producerEpoch } = batch
  if (producerEpoch < entry.epoch) {
    const text = `epoch ${producerEpoch} of producer ${batch.producerId} is over: the newest here is ${entry.epoch}`
    throw new Refusal('INVALID_PRODUCER_EPOCH', text)
  }
  const sameEpoch = producerEpoch === entry.epoch
  const repeated = sameEpoch ? repetition(entry, batch) : undefined
  if (repeated !== undefined) return repeated
  const last = sameEpoch ? (entry.batches.at(-1)?.lastSequence ?? NO_SEQUENCE) : NO_SEQUENCE
  const next = last === LARGEST_SEQUENCE ? 0 : last + 1
  if (batch.baseSequence !== next) {
    throw new Refusal(
      'OUT_OF_ORDER_SEQUENCE_NUMBER',
      `producer ${batch.producerId} sends sequence ${batch.baseSequence} in epoch ${producerEpoch}, and ${next} is next`,
    )
  }
  if (entry.transactionStart !== undefined && !batch.isTransactional) {
    const text = `producer ${batch.producerId} has a transaction open here: its batches have to be part of it`
    throw new Refusal('INVALID_TXN_STATE', text)
  }
  return undefined
}

function repetition(entry: ProducerEntry, { baseSequence, lastSequence }: SequencedBatch): ProducerBatch | undefined {
  return entry.batches.find((held) => held.firstSequence === baseSequence && held.lastSequence === lastSequence)
}
