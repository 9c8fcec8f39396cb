import { Refusal } from '@millrace/kernel'
import type { ReplicaAssignment, TopicSpec } from './topic.ts'

/** Kafka's limit for one request (`MAX_PARTITIONS_PER_BATCH` of its controller). */
const MOST_PARTITIONS_PER_REQUEST = 10_000

/** What the placement of a topic is checked against. */
export interface PlacementRules {
  readonly nodeId: number
  readonly defaultPartitionCount: number
  /** Called with the factor when it is above 1: returns when one copy will do instead. */
  readonly acceptReplicationFactor: (factor: number) => boolean
}

/**
 * How many partitions a new topic gets; the checks, their order and their texts are Kafka's
 * (`ReplicationControlManager.createTopic`).
 *
 * @throws Refusal INVALID_REQUEST, INVALID_REPLICA_ASSIGNMENT, INVALID_REPLICATION_FACTOR, INVALID_PARTITIONS,
 *   POLICY_VIOLATION
 */
export function placedPartitionCount(spec: TopicSpec, rules: PlacementRules): number {
  if (spec.assignments.length > 0) return manualCount(spec, rules)
  const factor = spec.replicationFactor
  if (factor < -1 || factor === 0) {
    throw new Refusal(
      'INVALID_REPLICATION_FACTOR',
      'Replication factor must be larger than 0, or -1 to use the default value.',
    )
  }
  if (spec.partitionCount < -1 || spec.partitionCount === 0) {
    throw new Refusal('INVALID_PARTITIONS', 'Number of partitions was set to an invalid non-positive value.')
  }
  if (factor > 1 && !rules.acceptReplicationFactor(factor)) throw unreachableFactor(factor)
  return withinOneRequest(spec.partitionCount === -1 ? rules.defaultPartitionCount : spec.partitionCount)
}

/** @throws Refusal POLICY_VIOLATION */
export function withinOneRequest(partitionCount: number): number {
  if (partitionCount > MOST_PARTITIONS_PER_REQUEST) {
    throw new Refusal(
      'POLICY_VIOLATION',
      `Excessively large number of partitions per request: ${partitionCount}, and ${MOST_PARTITIONS_PER_REQUEST} is the most.`,
    )
  }
  return partitionCount
}

/**
 * Checks the brokers named for one partition.
 *
 * @throws Refusal INVALID_REPLICA_ASSIGNMENT
 */
export function checkReplicas(brokers: readonly number[], nodeId: number): void {
  if (brokers.length === 0) throw badAssignment('The manual partition assignment includes an empty replica list.')
  const stranger = brokers.find((broker) => broker !== nodeId)
  if (stranger !== undefined) {
    throw badAssignment(
      `The manual partition assignment includes broker ${stranger}, but no such broker is registered.`,
    )
  }
  if (brokers.length > 1) {
    throw badAssignment(`The manual partition assignment includes the broker ${nodeId} more than once.`)
  }
}

function manualCount(spec: TopicSpec, rules: PlacementRules): number {
  if (spec.replicationFactor !== -1) {
    throw new Refusal(
      'INVALID_REQUEST',
      'A manual partition assignment was specified, but replication factor was not set to -1.',
    )
  }
  if (spec.partitionCount !== -1) {
    throw new Refusal(
      'INVALID_REQUEST',
      'A manual partition assignment was specified, but numPartitions was not set to -1.',
    )
  }
  withinOneRequest(spec.assignments.length)
  checkIndexes(spec.assignments)
  for (const { brokers } of spec.assignments) checkReplicas(brokers, rules.nodeId)
  return spec.assignments.length
}

function checkIndexes(assignments: readonly ReplicaAssignment[]): void {
  const seen = new Set<number>()
  for (const { partition } of assignments) {
    if (seen.has(partition)) {
      throw badAssignment(`Found multiple manual partition assignments for partition ${partition}`)
    }
    seen.add(partition)
  }
  for (let index = 0; index < assignments.length; index++) {
    if (!seen.has(index)) throw badAssignment('partitions should be a consecutive 0-based integer sequence')
  }
}

function unreachableFactor(factor: number): Refusal {
  return new Refusal(
    'INVALID_REPLICATION_FACTOR',
    `Unable to replicate the partition ${factor} time(s): The target replication factor of ${factor} cannot be ` +
      'reached because only 1 broker(s) are registered.',
  )
}

const badAssignment = (text: string): Refusal => new Refusal('INVALID_REPLICA_ASSIGNMENT', text)
