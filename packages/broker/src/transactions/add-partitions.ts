import type { PartitionName, Transaction, TransactionPartitions, Transition } from './transaction.ts'

/** The producer is going to write to these partitions (AddPartitionsToTxn, AddOffsetsToTxn): a transaction is open. */
export function addPartitions(transaction: Transaction, added: readonly PartitionName[], now: number): Transition {
  const isOpen = transaction.state === 'Ongoing'
  if (isOpen && added.every((name) => hasPartition(transaction, name))) return { kind: 'unchanged', transaction }
  return {
    kind: 'changed',
    transaction: {
      ...transaction,
      state: 'Ongoing',
      partitions: union(transaction.partitions, added),
      startedAt: isOpen ? transaction.startedAt : now,
      updatedAt: now,
    },
  }
}

export function hasPartition({ partitions }: Transaction, { topic, partition }: PartitionName): boolean {
  return partitions.get(topic)?.has(partition) ?? false
}

export function partitionCount(partitions: TransactionPartitions): number {
  let count = 0
  for (const indexes of partitions.values()) count += indexes.size
  return count
}

function union(held: TransactionPartitions, added: readonly PartitionName[]): TransactionPartitions {
  const result = new Map<string, Set<number>>()
  for (const [topic, indexes] of held) result.set(topic, new Set(indexes))
  for (const { topic, partition } of added) result.set(topic, (result.get(topic) ?? new Set()).add(partition))
  return result
}
