import { join } from 'node:path'
import { PRINCIPALS_PARTITION, PrivateJournal } from '@millrace/broker'
import type { Log } from '@millrace/log'
import { Authority, type OwnSecrets, Principals, Tokens, unlimited } from '@millrace/security'
import type { FastifyReply, onRequestAsyncHookHandler } from 'fastify'
import type { Config } from '../config/config.ts'
import { ownHost } from '../http/own-host.ts'
import type { PlatformPorts } from '../platform/options.ts'
import { AuditFile } from './audit-file.ts'
import { type GuardOptions, httpGuard } from './http-guard.ts'
import { OpenAnswers } from './open-answers.ts'
import { isSame } from './same.ts'

export interface Security {
  readonly authority: Authority
  /** Whom listeners ask; undefined where nobody has to say who he is. */
  readonly asked: Authority | undefined
  readonly audit: AuditFile
  /** Of those who had to say who they are. */
  readonly answers: OpenAnswers
  /** What the platform's own parts log in with; undefined where nobody has to. */
  readonly own: OwnSecrets | undefined
  /** The check of a listener; undefined where somebody wished that there be none. */
  guard(options: Omit<GuardOptions, 'authority' | 'answers'>): onRequestAsyncHookHandler | undefined
  stop(): Promise<void>
}

interface SecurityInput {
  readonly log: Log
  readonly data: string
  readonly token: string
  /** Names that this platform is reached by, besides loopback's. */
  readonly hosts: readonly string[]
}

/**
 * Principals, keys and tokens of a data directory, `data`, or of memory. `token` is the console's: its bearer may do
 * everything. `ports.clocks` is the machine's, whatever time the platform goes by.
 */
export async function startSecurity(
  config: Config,
  ports: PlatformPorts,
  { log, data, token, hosts }: SecurityInput,
): Promise<Security> {
  const { clocks, random } = ports
  const { journal, entries } = await PrivateJournal.open(log, clocks, PRINCIPALS_PARTITION)
  const kept = { entries, journal, random, now: () => clocks.domain.now() }
  const principals = new Principals(kept)
  const audit = new AuditFile(data === 'memory' ? undefined : join(data, 'audit.jsonl'), ports.log)
  const console = unlimited('User:console')
  const bearer = (text: string) => (isSame(text, token) ? console : undefined)
  const authority = new Authority({ principals, tokens: new Tokens(kept), audit, clocks, random, bearer })
  const answers = new OpenAnswers()
  return {
    authority,
    asked: config.auth ? authority : undefined,
    audit,
    answers,
    own: config.auth ? await principals.admitOwn() : undefined,
    guard: (options) => {
      if (config.auth) return httpGuard({ ...options, authority, answers })
      return config.insecure ? undefined : ownHost(hosts, options.refuse)
    },
    stop: () => audit.close(),
  }
}

/** How the SQL Gateway says no. */
export const sqlRefusal = (reply: FastifyReply, status: number, _code: string, text: string): FastifyReply =>
  reply.status(status).send({ errors: [text] })
