import { isAbsolute } from 'node:path'
import { type Clocks, Fault, type LogPort, Refusal, messageOf } from '@millrace/kernel'
import type { Log, LogSnapshot } from '@millrace/log'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { problem } from '../http/problem.ts'
import { isSame } from '../security/same.ts'
import { sameSite } from '../http/same-site.ts'
import type { Manifest, Progress } from './manifest.ts'
import { writeBackup } from './write-backup.ts'

export interface BackupSource {
  readonly log: Log
  readonly clocks: Clocks
  /** The console's: who has it may do everything. */
  readonly token: string
  readonly report: Pick<LogPort, 'info' | 'error'>
}

const request = z.strictObject({ directory: z.string().refine(isAbsolute, 'is an absolute path') })

/** A line of the answer: how far it is, and at the end what became of it. */
export type BackupLine =
  | { readonly progress: Progress }
  | { readonly done: Pick<Manifest, 'lsn'> & Progress }
  | { readonly error: { readonly code: string; readonly message: string } }

/** One line of progress for so many bytes. */
const TELL_EVERY_BYTES = 16 * 1024 * 1024

/**
 * `POST /v1/backup { directory }`, with the console's token as a bearer: the platform copies its log into a directory
 * of its machine while it runs. The answer is lines of JSON, the last of which says `done` or `error`.
 */
export function backupRoutes(http: FastifyInstance, source: BackupSource): void {
  http.post('/v1/backup', { preHandler: sameSite }, async (asked, reply) => {
    if (!isBearer(asked, source.token)) {
      return problem(reply, 401, 'TOKEN_NEEDED', "the console's token is needed: it lies in the data directory")
    }
    const body = request.safeParse(asked.body)
    if (!body.success) return problem(reply, 400, 'INVALID_BACKUP', 'directory is an absolute path on this machine')
    if (source.log.snapshot === undefined) {
      return problem(reply, 409, 'NOTHING_KEPT', 'the platform keeps its data in memory: there is nothing to back up')
    }
    const snapshot = await source.log.snapshot()
    await answer(reply, snapshot, body.data.directory, source)
    return reply
  })
}

async function answer(
  reply: FastifyReply,
  snapshot: LogSnapshot,
  directory: string,
  { clocks, report }: BackupSource,
): Promise<void> {
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'application/jsonl', 'cache-control': 'no-store' })
  const send = (line: BackupLine): void => void reply.raw.write(`${JSON.stringify(line)}\n`)
  let last: Progress = { files: 0, bytes: 0, ofFiles: 0, ofBytes: 0 }
  const progress = (now: Progress): void => {
    if (now.bytes - last.bytes < TELL_EVERY_BYTES && now.files < now.ofFiles) return
    last = now
    send({ progress: now })
  }
  try {
    const { lsn } = await writeBackup(snapshot, { directory, now: clocks.domain.now(), progress })
    report.info({ directory, lsn }, 'backed up')
    send({ done: { lsn, ...last } })
  } catch (error) {
    const code = error instanceof Refusal || error instanceof Fault ? error.code : 'BACKUP_FAILED'
    report.error({ directory, code }, `the backup failed: ${messageOf(error)}`)
    send({ error: { code, message: messageOf(error) } })
  } finally {
    snapshot.release()
    reply.raw.end()
  }
}

const isBearer = ({ headers }: FastifyRequest, token: string): boolean =>
  isSame(headers.authorization ?? '', `Bearer ${token}`)
