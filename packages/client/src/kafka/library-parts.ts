/**
 * What is used of @platformatic/kafka, by name: a bundle leaves its own clients out, and with them the schemas that
 * they compile when they are loaded, which takes a quarter of a second.
 */

// Connections
export { AuthenticationError, ConnectionPool, NetworkError, ResponseError } from '@platformatic/kafka'
export { protocolErrors, protocolErrorsCodesById } from '@platformatic/kafka'

// Calls, by version
export {
  addOffsetsToTxnV3,
  addPartitionsToTxnV3,
  apiVersionsV3,
  createPartitionsV3,
  createTopicsV7,
  deleteRecordsV2,
  deleteTopicsV6,
  describeConfigsV4,
  describeGroupsV5,
  endTxnV3,
  fetchV12,
  fetchV13,
  fetchV15,
  fetchV16,
  fetchV17,
  findCoordinatorV4,
  heartbeatV4,
  initProducerIdV4,
  joinGroupV7,
  leaveGroupV4,
  listOffsetsV7,
  metadataV12,
  offsetCommitV8,
  offsetFetchV8,
  produceV10,
  produceV11,
  produceV9,
  syncGroupV5,
  txnOffsetCommitV3,
} from '@platformatic/kafka'

// Formats
export {
  NumericMap,
  decodeConsumerProtocolAssignment,
  decodeConsumerProtocolSubscription,
  encodeConsumerProtocolAssignment,
  encodeConsumerProtocolSubscription,
  murmur2,
} from '@platformatic/kafka'
