import type { Ask } from '../ask.ts'
import type { World } from '../world.ts'
import { apiVersions, describeCluster, findCoordinator } from './cluster.ts'
import { alterConfigs, describeConfigs, incrementalAlterConfigs } from './configs.ts'
import { deleteGroups, describeGroups, heartbeat, joinGroup, leaveGroup, listGroups, syncGroup } from './groups.ts'
import { alterReplicaLogDirs, describeLogDirs } from './log-dirs.ts'
import { saslAuthenticate, saslHandshake } from './logins.ts'
import { offsetCommit, offsetDelete, offsetFetch } from './offsets.ts'
import { deleteRecords, describeProducers, fetch, listOffsets, offsetForLeaderEpoch, produce } from './records.ts'
import { createPartitions, createTopics, deleteTopics, metadata } from './topics.ts'
import { addOffsetsToTxn, addPartitionsToTxn, endTxn, initProducerId, txnOffsetCommit } from './transactions.ts'

/** A random request of each API, in a version, by the API's name: every one that is served must be here. */
export const asks: Readonly<Record<string, (world: World, version: number) => Ask>> = {
  Produce: produce,
  Fetch: fetch,
  ListOffsets: listOffsets,
  Metadata: metadata,
  OffsetCommit: offsetCommit,
  OffsetFetch: offsetFetch,
  FindCoordinator: findCoordinator,
  JoinGroup: joinGroup,
  Heartbeat: heartbeat,
  LeaveGroup: leaveGroup,
  SyncGroup: syncGroup,
  DescribeGroups: describeGroups,
  ListGroups: listGroups,
  SaslHandshake: saslHandshake,
  SaslAuthenticate: saslAuthenticate,
  ApiVersions: apiVersions,
  CreateTopics: createTopics,
  DeleteTopics: deleteTopics,
  DeleteRecords: deleteRecords,
  InitProducerId: initProducerId,
  OffsetForLeaderEpoch: offsetForLeaderEpoch,
  AddPartitionsToTxn: addPartitionsToTxn,
  AddOffsetsToTxn: addOffsetsToTxn,
  EndTxn: endTxn,
  TxnOffsetCommit: txnOffsetCommit,
  DescribeConfigs: describeConfigs,
  AlterConfigs: alterConfigs,
  AlterReplicaLogDirs: alterReplicaLogDirs,
  DescribeLogDirs: describeLogDirs,
  CreatePartitions: createPartitions,
  DeleteGroups: deleteGroups,
  IncrementalAlterConfigs: incrementalAlterConfigs,
  OffsetDelete: offsetDelete,
  DescribeCluster: describeCluster,
  DescribeProducers: describeProducers,
}
