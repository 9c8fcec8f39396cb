import type { Connection } from '@platformatic/kafka'
import type { KafkaLibrary } from './library.ts'

/**
 * The calls that this client makes, each with the versions it knows, best first. Produce stays below 12 and EndTxn
 * below 5: from there on the brokers expect KIP-890's transactions. Fetch names topics by id from version 13 on.
 */
export function knownApis(kafka: KafkaLibrary) {
  return {
    Metadata: [kafka.metadataV12.api],
    FindCoordinator: [kafka.findCoordinatorV4.api],
    Produce: [kafka.produceV11.api, kafka.produceV10.api, kafka.produceV9.api],
    Fetch: [kafka.fetchV17.api, kafka.fetchV16.api, kafka.fetchV15.api, kafka.fetchV13.api, kafka.fetchV12.api],
    ListOffsets: [kafka.listOffsetsV7.api],
    JoinGroup: [kafka.joinGroupV7.api],
    SyncGroup: [kafka.syncGroupV5.api],
    Heartbeat: [kafka.heartbeatV4.api],
    LeaveGroup: [kafka.leaveGroupV4.api],
    OffsetCommit: [kafka.offsetCommitV8.api],
    OffsetFetch: [kafka.offsetFetchV8.api],
    InitProducerId: [kafka.initProducerIdV4.api],
    AddPartitionsToTxn: [kafka.addPartitionsToTxnV3.api],
    AddOffsetsToTxn: [kafka.addOffsetsToTxnV3.api],
    TxnOffsetCommit: [kafka.txnOffsetCommitV3.api],
    EndTxn: [kafka.endTxnV3.api],
    CreateTopics: [kafka.createTopicsV7.api],
    CreatePartitions: [kafka.createPartitionsV3.api],
    DeleteTopics: [kafka.deleteTopicsV6.api],
    DeleteRecords: [kafka.deleteRecordsV2.api],
    DescribeConfigs: [kafka.describeConfigsV4.api],
    DescribeGroups: [kafka.describeGroupsV5.api],
  }
}

export type KnownApis = ReturnType<typeof knownApis>
export type ApiName = keyof KnownApis

interface Callable {
  readonly key: number
  readonly version: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each call of the library has arguments of its own
  async(connection: Connection, ...args: any[]): Promise<unknown>
}

type AsyncOf<Name extends ApiName> = KnownApis[Name][number] extends { async: infer F } ? F : never
export type RequestOf<Name extends ApiName> =
  AsyncOf<Name> extends (connection: Connection, ...args: infer A) => Promise<unknown> ? A : never
export type ResponseOf<Name extends ApiName> = AsyncOf<Name> extends (...args: never[]) => Promise<infer R> ? R : never

export type { Callable }
