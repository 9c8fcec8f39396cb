import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const processVersions = [1, 2, 3, 4] as const
export type ProcessVersion = (typeof processVersions)[number]

const HOST = 'http://broker-ingress.knative-eventing.svc.cluster.local/default/default'

/** A version of the process TICKETS as BPMN with its diagram; jobs emit to `sink` instead of the cluster's broker. */
export async function readProcess(version: ProcessVersion, sink: string | undefined): Promise<string> {
  const xml = await readFile(join(import.meta.dirname, `tickets-v${version}.bpmn`), 'utf8')
  return sink === undefined ? xml : xml.replaceAll(HOST, sink)
}
