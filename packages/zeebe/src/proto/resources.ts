import { message } from './wire.ts'

/** Messages about deployments and the cluster: numbers and names of gateway.proto. */
export const Resource = message({ name: [1, 'string'], content: [2, 'bytes'] })
export const DeployResourceRequest = message({ resources: [1, () => Resource, 'repeated'], tenantId: [2, 'string'] })
export const ProcessMetadata = message({
  bpmnProcessId: [1, 'string'],
  version: [2, 'int32'],
  processDefinitionKey: [3, 'int64'],
  resourceName: [4, 'string'],
  tenantId: [5, 'string'],
})
export const Deployment = message({ process: [1, () => ProcessMetadata] })
export const DeployResourceResponse = message({
  key: [1, 'int64'],
  deployments: [2, () => Deployment, 'repeated'],
  tenantId: [3, 'string'],
})
export const ProcessRequestObject = message({ name: [1, 'string'], definition: [2, 'bytes'] })
export const DeployProcessRequest = message({ processes: [1, () => ProcessRequestObject, 'repeated'] })
export const DeployProcessResponse = message({ key: [1, 'int64'], processes: [2, () => ProcessMetadata, 'repeated'] })
export const DeleteResourceRequest = message({ resourceKey: [1, 'int64'] })

export const Partition = message({ partitionId: [1, 'int32'], role: [2, 'enum'], health: [3, 'enum'] })
export const BrokerInfo = message({
  nodeId: [1, 'int32'],
  host: [2, 'string'],
  port: [3, 'int32'],
  partitions: [4, () => Partition, 'repeated'],
  version: [5, 'string'],
})
export const TopologyResponse = message({
  brokers: [1, () => BrokerInfo, 'repeated'],
  clusterSize: [2, 'int32'],
  partitionsCount: [3, 'int32'],
  replicationFactor: [4, 'int32'],
  gatewayVersion: [5, 'string'],
})

/** Of grpc.health.v1. */
export const HealthCheckRequest = message({ service: [1, 'string'] })
export const HealthCheckResponse = message({ status: [1, 'enum'] })
