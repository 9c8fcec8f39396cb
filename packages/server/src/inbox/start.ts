import type { Config } from '../config/config.ts'
import type { PlatformPorts } from '../platform/options.ts'
import { Inbox } from './inbox.ts'

export interface RunningInbox {
  readonly mails: Inbox
  /** `smtp://host:port` */
  readonly url: string
  stop(): Promise<void>
}

/** The mail inbox on its port. @throws Fault LISTEN_FAILED */
export async function startInbox(config: Config, ports: PlatformPorts, now: () => number): Promise<RunningInbox> {
  const { startSmtp } = await import('./smtp.ts')
  const mails = new Inbox()
  const { host, smtp: port } = config
  const smtp = await startSmtp({ host, port, inbox: mails, now, random: ports.random, log: ports.log })
  return { mails, url: smtp.url, stop: () => smtp.stop() }
}
