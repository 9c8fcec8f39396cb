import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '@millrace/kernel'
import * as z from 'zod'

export const BACKUP_FORMAT = 1
export const MANIFEST = 'manifest.json'

/** Only files that a log has: a manifest leads nowhere else. */
const file = z.strictObject({
  path: z.string().regex(/^(?:wal|checkpoints|partitions)(?:\/[0-9a-z-]+(?:\.[0-9a-z]+)*)+$/, 'is no file of a log'),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256'),
})

const manifest = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  /** Version of the program that made it. */
  program: z.string(),
  /** When it was made, ISO 8601, by the platform's clock. */
  takenAt: z.string(),
  /** Sequence number of the last frame that is in it for sure. */
  lsn: z.int(),
  files: z.array(file),
})

/** What a backup holds. It is written last: a directory without it is no backup. */
export type Manifest = z.infer<typeof manifest>
export type BackupFile = Manifest['files'][number]

/** How far a copy has got. */
export interface Progress {
  readonly files: number
  readonly bytes: number
  readonly ofFiles: number
  readonly ofBytes: number
}

/** @throws Refusal NO_BACKUP, UNKNOWN_FORMAT, BACKUP_DAMAGED */
export async function readManifest(directory: string): Promise<Manifest> {
  const text = await readFile(join(directory, MANIFEST), 'utf8').catch(() => {
    throw new Refusal('NO_BACKUP', `${directory} is no whole backup: it has no ${MANIFEST}`)
  })
  const value = parsed(text, directory)
  const { format } = z.object({ format: z.unknown() }).catch({ format: undefined }).parse(value)
  if (typeof format === 'number' && format !== BACKUP_FORMAT) {
    throw new Refusal(
      'UNKNOWN_FORMAT',
      `the backup has format ${format}, this version reads ${BACKUP_FORMAT}: restore it with the version that made it`,
    )
  }
  const result = manifest.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw damaged(directory, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

function parsed(text: string, directory: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(directory, 'it is no JSON')
  }
}

const damaged = (directory: string, what: string): Refusal =>
  new Refusal('BACKUP_DAMAGED', `${join(directory, MANIFEST)} is damaged: ${what}. Take another backup`)
