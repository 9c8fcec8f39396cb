import type { System, Workload } from './systems.ts'

/** A Kubernetes object, as its YAML. */
export type Manifest = Readonly<Record<string, unknown>>

export const IMAGE = 'millrace:0.1.0'
/** Of the image's user, who owns nothing but the data. */
export const USER = 10_001

export const RESOURCES: Manifest = { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '384Mi' } }
export const CONTAINER_SECURITY: Manifest = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
}
/** All that may be written to. */
export const MOUNTS: readonly Manifest[] = [
  { name: 'tmp', mountPath: '/tmp' },
  { name: 'data', mountPath: '/data' },
]

/** All that one service needs: Deployment, Service, disruption budget, and a claim where it keeps something. */
export function workloadManifests(system: System, workload: Workload): readonly Manifest[] {
  const name = workload.name ?? workload.service
  const claim = workload.volume === true ? [volumeClaim(system, name)] : []
  return [...claim, deployment(system, workload, name), service(system, workload, name), budget(system, workload, name)]
}

const labelsOf = (system: System, name: string): Manifest => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/part-of': system.name,
})

function deployment(system: System, workload: Workload, name: string): Manifest {
  const { replicas = 1, volume } = workload
  const labels = labelsOf(system, name)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas,
      // Two processes on one ledger would both write to it.
      ...(volume === true && { strategy: { type: 'Recreate' } }),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(system, workload, name) },
    },
  }
}

function podSpec(system: System, workload: Workload, name: string): Manifest {
  return {
    // Kubernetes would put ORDERS_PORT=tcp://… and the like into the environment.
    enableServiceLinks: false,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 40,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container(system, workload)],
    volumes: volumes(workload, name),
  }
}

export const volumes = ({ volume }: Workload, claimName: string): readonly Manifest[] => [
  { name: 'tmp', emptyDir: {} },
  { name: 'data', ...(volume === true ? { persistentVolumeClaim: { claimName } } : { emptyDir: {} }) },
]

function container(system: System, workload: Workload): Manifest {
  const { service: serviceName, port } = workload
  return {
    name: serviceName,
    image: IMAGE,
    args: ['service', system.name, serviceName],
    env: environment(system, workload),
    ports: [{ name: 'http', containerPort: port }],
    startupProbe: { ...probe('/health/ready'), periodSeconds: 2, failureThreshold: 60 },
    readinessProbe: { ...probe('/health/ready'), periodSeconds: 5 },
    livenessProbe: { ...probe('/health/live'), periodSeconds: 10, failureThreshold: 6 },
    resources: RESOURCES,
    securityContext: CONTAINER_SECURITY,
    volumeMounts: MOUNTS,
  }
}

export const probe = (path: string): Manifest => ({ httpGet: { path, port: 'http' } })

/** The container's variables: plain ones, its own name, then what is configured where it is deployed. */
export function environment(system: System, { port, env = {}, secrets = [] }: Workload): readonly Manifest[] {
  const plain = { HOST: '0.0.0.0', PORT: String(port), DATA_DIR: '/data', ...system.env, ...env }
  return [
    ...Object.entries(plain).map(([name, value]) => ({ name, value })),
    { name: 'INSTANCE_ID', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ...system.connections.map((key) => reference('configMapKeyRef', 'connections', key)),
    ...secrets.map((key) => reference('secretKeyRef', `${system.name}-secrets`, key)),
  ]
}

function reference(kind: 'configMapKeyRef' | 'secretKeyRef', name: string, marked: string): Manifest {
  const optional = marked.endsWith('?')
  const key = optional ? marked.slice(0, -1) : marked
  return { name: key, valueFrom: { [kind]: { name, key, ...(optional && { optional }) } } }
}

function service(system: System, { port, servicePort = port }: Workload, name: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: labelsOf(system, name) },
    spec: { selector: labelsOf(system, name), ports: [{ name: 'http', port: servicePort, targetPort: 'http' }] },
  }
}

/** With one replica a drain takes it away for a moment; with two, never both. */
function budget(system: System, { replicas = 1 }: Workload, name: string): Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, labels: labelsOf(system, name) },
    spec: {
      ...(replicas === 1 ? { maxUnavailable: 1 } : { minAvailable: 1 }),
      selector: { matchLabels: labelsOf(system, name) },
    },
  }
}

export function volumeClaim(system: System, name: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels: labelsOf(system, name) },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }
}
