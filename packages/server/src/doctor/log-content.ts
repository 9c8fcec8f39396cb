import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal, systemClocks } from '@millrace/kernel'
import { type Verified, readDisk, verifyLog } from '@millrace/log'
import { type Check, type Finding, note, ok, wrong } from './finding.ts'

/** Lines of damage that are shown. */
const MOST_PROBLEMS = 20

/** Every batch, frame and sequence number of the log, compared with its checksum. Reads only. */
export const logContent: Check = async ({ data }) => {
  const directory = join(data, 'log')
  if ((await stat(directory).catch(() => undefined)) === undefined) return [note('log', 'there is none yet')]
  const { liveness } = systemClocks()
  const began = liveness.now()
  try {
    return report(await verifyLog(readDisk(directory)), liveness.now() - began)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [wrong('log', error.message, 'start the version that wrote it')]
  }
}

function report({ problems, partitions, segments, batches, frames, bytes, lastLsn }: Verified, ms: number): Finding[] {
  const size = `${(bytes / 1e6).toFixed(1)} MB in ${(ms / 1000).toFixed(1)} s`
  const read = `${batches} batches of ${segments} segments of ${partitions} partitions, ${frames} frames up to ${lastLsn}`
  if (problems.length === 0) return [ok('log', `${read}: all right (${size})`)]
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ path, position, what }) => {
    return wrong('log', `${path} at byte ${position}: ${what}`, adviceFor(path))
  })
  return problems.length > MOST_PROBLEMS
    ? [...shown, note('log', `and ${problems.length - MOST_PROBLEMS} more`)]
    : shown
}

function adviceFor(path: string): string {
  if (path.startsWith('checkpoints/')) return 'the next start uses the one before; take a backup, then restart'
  if (path.startsWith('wal/')) return 'restore a backup (millrace restore)'
  return 'restore a backup (millrace restore), or delete the topic'
}
