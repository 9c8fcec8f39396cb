import { startPlatform, realFlink } from '@millrace/testkit'

/** A SQL Gateway that runs, and how to end it. */
export interface SqlEngine {
  readonly name: 'millrace' | 'flink'
  /** Base URL of its REST API. */
  readonly gateway: string
  stop(): Promise<void>
}

/** Real Flink 2.2; `REAL_FLINK_GATEWAY` names one that runs already and saves its start. */
export async function startFlink(): Promise<SqlEngine> {
  const given = process.env['REAL_FLINK_GATEWAY']
  if (given !== undefined) return { name: 'flink', gateway: given, stop: () => Promise.resolve() }
  const flink = await realFlink()
  return { name: 'flink', gateway: flink.gateway, stop: () => flink.stop() }
}

/** The platform as a process, with its Kafka. */
export async function startMillrace(): Promise<SqlEngine & { readonly brokers: string }> {
  const platform = await startPlatform()
  const { sql, kafka } = platform.ready
  return { name: 'millrace', gateway: sql, brokers: kafka, stop: () => platform.remove() }
}
