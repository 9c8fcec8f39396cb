import type { Config } from '../config/config.ts'
import type { PlatformPorts } from '../platform/options.ts'
import { Inbox } from './inbox.ts'
import type { SmtpLogin } from './smtp.ts'

export interface RunningInbox {
  readonly mails: Inbox
  /** `smtp://host:port` */
  readonly url: string
  stop(): Promise<void>
}

/** The mail inbox on its port. @throws Fault LISTEN_FAILED */
export async function startInbox(
  config: Config,
  ports: PlatformPorts,
  now: () => number,
  login: SmtpLogin | undefined,
): Promise<RunningInbox> {
  const { startSmtp } = await import('./smtp.ts')
  const mails = new Inbox()
  // With a login it is for the systems beside it: passwords go without TLS, so nobody else reaches it.
  const host = login === undefined ? config.host : '127.0.0.1'
  const smtp = await startSmtp({
    host,
    port: config.smtp,
    inbox: mails,
    now,
    random: ports.random,
    log: ports.log,
    login,
  })
  return { mails, url: smtp.url, stop: () => smtp.stop() }
}
