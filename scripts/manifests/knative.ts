import { type System, type Workload, systems } from './systems.ts'
import {
  CONTAINER_SECURITY,
  IMAGE,
  MOUNTS,
  type Manifest,
  RESOURCES,
  USER,
  environment,
  volumeClaim,
  volumes,
} from './workload.ts'

/** The two that the seed runs as Knative Services. Their ledgers and sessions allow one of each. */
const SERVICES = [
  { system: 'tickets', service: 'payments', scale: '1' },
  { system: 'tickets', service: 'web', scale: '1' },
] as const

/** Knative's Services, with the claims of those that keep something. */
export function knativeServices(): readonly Manifest[] {
  return SERVICES.flatMap(({ system: name, service, scale }) => {
    const system = systems.find((each) => each.name === name)
    const workload = system?.workloads.find((each) => each.service === service)
    if (system === undefined || workload === undefined) throw new Error(`there is no service ${service} in ${name}`)
    const claim = { ...volumeClaim(system, workload.name ?? service) }
    const kept = workload.volume === true ? [inDefault(claim)] : []
    return [...kept, knativeService(system, workload, scale)]
  })
}

function knativeService(system: System, workload: Workload, scale: string): Manifest {
  const annotations = { 'autoscaling.knative.dev/min-scale': scale, 'autoscaling.knative.dev/max-scale': scale }
  return inDefault({
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: workload.name ?? workload.service },
    spec: { template: { metadata: { annotations }, spec: revision(system, workload) } },
  })
}

/** The namespace of the seed's triggers. */
const inDefault = (manifest: Manifest): Manifest => ({
  ...manifest,
  metadata: { ...(manifest['metadata'] as Manifest), namespace: 'default' },
})

function revision(system: System, workload: Workload): Manifest {
  // Knative says the port itself, and its API refuses a pod's own name in a variable.
  const env = environment(system, workload).filter(({ name }) => name !== 'PORT' && name !== 'INSTANCE_ID')
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    containers: [
      {
        name: workload.service,
        image: IMAGE,
        args: ['service', system.name, workload.service],
        env,
        ports: [{ name: 'http1', containerPort: workload.port }],
        readinessProbe: { httpGet: { path: '/health/ready', port: workload.port } },
        livenessProbe: { httpGet: { path: '/health/live', port: workload.port } },
        resources: RESOURCES,
        securityContext: {
          ...CONTAINER_SECURITY,
          runAsNonRoot: true,
          runAsUser: USER,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        volumeMounts: MOUNTS,
      },
    ],
    volumes: volumes(workload, workload.name ?? workload.service),
  }
}
