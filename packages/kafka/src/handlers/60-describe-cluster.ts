import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { DescribeCluster } from '../messages/index.ts'
import { CLUSTER_OPERATIONS, OPERATIONS_NOT_ASKED } from './shared/authorized-operations.ts'

const BROKERS = 1
const CONTROLLERS = 2

/**
 * DescribeCluster (60), v0-2: the one broker, which is the controller too (KIP-700). v1 can ask for controllers
 * instead, which no client can connect to here; v2 for brokers that are fenced off, of which there are none.
 */
export const describeCluster = handler(DescribeCluster, [0, 2], (request, { broker, advertised }) => {
  const { nodeId } = broker.settings
  const { endpointType } = request
  if (endpointType !== BROKERS) {
    const isKnown = endpointType === CONTROLLERS
    return {
      throttleTimeMs: 0,
      errorCode: codeOf(isKnown ? 'MISMATCHED_ENDPOINT_TYPE' : 'UNSUPPORTED_ENDPOINT_TYPE'),
      errorMessage: isKnown
        ? 'The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER'
        : `Endpoints of type ${endpointType} are not known: brokers are 1, controllers 2.`,
      endpointType: BROKERS,
      clusterId: '',
      brokers: [],
    }
  }
  return {
    throttleTimeMs: 0,
    errorCode: codeOf('NONE'),
    errorMessage: null,
    endpointType,
    clusterId: broker.clusterId,
    controllerId: nodeId,
    brokers: [{ brokerId: nodeId, host: advertised.host, port: advertised.port, rack: null, isFenced: false }],
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations ? CLUSTER_OPERATIONS : OPERATIONS_NOT_ASKED,
  }
})
