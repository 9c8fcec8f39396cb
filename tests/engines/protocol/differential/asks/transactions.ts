import type { Struct } from '@millrace/kernel'
import {
  AddOffsetsToTxn,
  AddPartitionsToTxn,
  EndTxn,
  InitProducerId,
  TxnOffsetCommit,
} from '../../../../../packages/kafka/src/messages/index.ts'
import type { Ask } from '../ask.ts'
import { type Names, drawn, drawnPlus } from '../names.ts'
import type { KnownProducer, World } from '../world.ts'
import { committed } from './offsets.ts'

export function introduce(producer: KnownProducer, version: number, more: Struct = {}): Ask {
  const { name, transactionalId } = producer
  return {
    message: InitProducerId,
    version,
    request: { transactionalId, transactionTimeoutMs: 600_000, producerId: -1, producerEpoch: -1, ...more },
    learns: ({ errorCode, producerId, producerEpoch }: Struct, names: Names) => {
      if (errorCode !== 0) return
      names.learn(`producer ${name}`, producerId)
      names.note(`epoch ${name}`, producerEpoch)
    },
    heard: ({ errorCode }) => {
      if (errorCode === 0) producer.sequences.clear()
    },
  }
}

/** What a coordinator refuses, whoever asks. */
const REFUSED: readonly Struct[] = [
  { transactionalId: '' },
  { transactionTimeoutMs: 0 },
  { transactionTimeoutMs: 9_000_000 },
  { producerId: 1 },
  { producerEpoch: 1 },
]

export function initProducerId(world: World, version: number): Ask {
  const producer = world.one(world.producers)
  if (world.chance(0.2))
    return { ...introduce(producer, version, world.one(REFUSED)), learns: () => undefined, heard: () => undefined }
  const goesOn = version >= 3 && producer.transactionalId !== null && world.chance(0.3)
  // With its own epoch: for another one Kafka first aborts what is open, and then refuses.
  const own = { producerId: drawn(`producer ${producer.name}`, -1), producerEpoch: drawn(`epoch ${producer.name}`, -1) }
  return introduce(producer, version, goesOn ? own : {})
}

const epoch = (world: World, { name }: KnownProducer): unknown =>
  world.mostly<unknown>(
    drawn(`epoch ${name}`, -1),
    [drawnPlus(`epoch ${name}`, 1), drawnPlus(`epoch ${name}`, -1)],
    0.9,
  )

/** An id that no coordinator has given out yet. */
const NOBODY = 4_000_000_000

/** One of those with a transactional id, which mostly says what is so. */
function speaker(world: World): { readonly producer: KnownProducer; readonly request: Struct } {
  const producer = world.one(world.producers.filter(({ transactionalId }) => transactionalId !== null))
  const producerId = world.mostly<unknown>(drawn(`producer ${producer.name}`, NOBODY), [NOBODY, -1], 0.95)
  const request = { transactionalId: producer.transactionalId, producerId, producerEpoch: epoch(world, producer) }
  return { producer, request }
}

export function addPartitionsToTxn(world: World, version: number): Ask {
  const { transactionalId, producerId, producerEpoch } = speaker(world).request
  const name = world.mostly(
    world.one(world.lasting.slice(0, 2)),
    [`${world.prefix}nowhere`, world.one(world.lasting)],
    0.9,
  )
  const topics = [{ name, partitions: world.one([[0], [1], [0, 1], [0, 7], []]) }]
  const request = {
    v3AndBelowTransactionalId: world.mostly(transactionalId, ['', `${world.prefix}unknown`], 0.95),
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: topics,
  }
  return { message: AddPartitionsToTxn, version, request }
}

export function addOffsetsToTxn(world: World, version: number): Ask {
  const groupId = world.mostly(world.group().id, ['', `${world.prefix}nobody`], 0.9)
  return { message: AddOffsetsToTxn, version, request: { ...speaker(world).request, groupId } }
}

export function endTxn(world: World, version: number): Ask {
  return { message: EndTxn, version, request: { ...speaker(world).request, committed: world.chance(0.6) } }
}

export function txnOffsetCommit(world: World, version: number): Ask {
  const group = world.group()
  const member: Struct = world.chance(0.6)
    ? { generationId: -1, memberId: '' }
    : { generationId: world.generation(group), memberId: world.memberId(group) }
  const topics = [
    { name: world.mostly(world.one(world.lasting), [`${world.prefix}nowhere`], 0.9), partitions: [committed(world)] },
  ]
  const request = { ...speaker(world).request, groupId: group.id, ...member, groupInstanceId: null, topics }
  return { message: TxnOffsetCommit, version, request }
}
