import type { System, TopicSet } from './systems.ts'
import { CONTAINER_SECURITY, type Manifest } from './workload.ts'

export const KAFKA_IMAGE = 'apache/kafka:4.3.1'
const TOOL = '/opt/kafka/bin/kafka-topics.sh'

/** The Job that makes a system's topics, with what the original's instructions give them; again it changes nothing. */
export function topicsJob(system: System, topics: readonly TopicSet[]): Manifest {
  const commands = topics.flatMap((set) => set.names.map((name) => createCommand(name, set)))
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `${system.name}-topics`, labels: { 'app.kubernetes.io/part-of': system.name } },
    spec: {
      backoffLimit: 20,
      template: {
        metadata: { labels: { 'app.kubernetes.io/part-of': system.name } },
        spec: {
          restartPolicy: 'OnFailure',
          enableServiceLinks: false,
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'topics',
              image: KAFKA_IMAGE,
              command: ['/bin/sh', '-ec'],
              args: [`${commands.join('\n')}\n`],
              env: [
                {
                  name: 'KAFKA_BROKERS',
                  valueFrom: { configMapKeyRef: { name: 'connections', key: 'KAFKA_BROKERS' } },
                },
                { name: 'LOG_DIR', value: '/tmp' },
              ],
              resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '512Mi' } },
              securityContext: CONTAINER_SECURITY,
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        },
      },
    },
  }
}

function createCommand(name: string, { partitions, replicationFactor, configs = {} }: TopicSet): string {
  const settings = Object.entries(configs).map(([key, value]) => ` --config ${key}=${value}`)
  const size = `--partitions ${partitions} --replication-factor ${replicationFactor}`
  return `${TOOL} --bootstrap-server "$KAFKA_BROKERS" --create --if-not-exists --topic ${name} ${size}${settings.join('')}`
}
