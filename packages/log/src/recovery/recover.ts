import { type Disk, type DiskFile, Fault, type LogPort, Refusal } from '@millrace/kernel'
import { CHECKPOINT_DIRECTORY, checkpointLsn } from '../checkpoint/checkpointer.ts'
import { type Checkpoint, decodeCheckpoint } from '../checkpoint/format.ts'
import type { Lsn } from '../contract.ts'
import type { RecoveredLog } from '../disk-log.ts'
import type { LogLimits } from '../limits.ts'
import { Flusher } from '../segment/flusher.ts'
import { PARTITIONS_DIRECTORY, SegmentFiles } from '../segment/segment-files.ts'
import { WAL_DIRECTORY, WAL_HEADER_BYTES, decodeWalHeader, walFirstLsn, walName } from '../wal/wal-file.ts'
import { RECOVERY_CASES, type RecoveryCaseName, type RecoveryEvent } from './cases.ts'
import { Replay } from './replay.ts'
import { type WalScan, scanWal } from './scan-wal.ts'
import { checkSegments, removeOrphans } from './segment-check.ts'

export const TORN_DIRECTORY = 'torn'
const RESERVE = 'reserve'

export interface RecoverPorts {
  readonly disk: Disk
  readonly limits: LogLimits
  readonly log: LogPort
  /** Hears of every case that was found. */
  readonly report: (event: RecoveryEvent) => void
}

/**
 * Brings the log back as it was durable: checkpoint, then frames, then a look at the segments. `RECOVERY_CASES` says
 * what may be found and what is done; no other file decides.
 *
 * @throws Refusal LOG_DAMAGED, UNKNOWN_FORMAT: nothing has been changed.
 */
export async function recover({ disk, limits, log, report }: RecoverPorts): Promise<RecoveredLog> {
  for (const directory of [WAL_DIRECTORY, CHECKPOINT_DIRECTORY, PARTITIONS_DIRECTORY]) {
    await disk.makeDirectory(directory)
  }
  await disk.syncDirectory('')
  const files = new SegmentFiles(disk, limits.openFileCount)
  const flusher = new Flusher(disk, files)
  const replay = new Replay({ files, limits, log }, flusher)
  const { checkpoint, kept } = await loadCheckpoint(disk, report)
  const walFirstLsns = await listWal(disk)
  if (checkpoint === undefined) await assertFromTheStart(disk, walFirstLsns, report)
  for (const snapshot of checkpoint?.partitions ?? []) replay.restore(snapshot)
  await checkSegments(disk, replay.partitions.values())
  const after = checkpoint?.replayAfter ?? 0
  const mark = checkpoint?.durableLsn ?? 0
  const { lastLsn, replayedBytes, left } = await replayWal({ disk, report, replay, after, mark }, walFirstLsns)
  await checkSegments(disk, replay.partitions.values())
  judge(replay, report)
  await removeOrphans(disk, replay.partitions, (detail) => report({ found: 'orphan-files', detail }))
  return {
    partitions: replay.partitions,
    files,
    flusher,
    lastLsn,
    walFirstLsns: left,
    checkpoints: kept,
    replayedBytes,
  }
}

interface WalReplay {
  readonly disk: Disk
  readonly report: (event: RecoveryEvent) => void
  readonly replay: Replay
  readonly after: Lsn
  readonly mark: Lsn
}

interface Replayed {
  readonly lastLsn: Lsn
  readonly replayedBytes: number
  /** Write-ahead files that are still there. */
  readonly left: readonly Lsn[]
}

async function replayWal(context: WalReplay, firstLsns: readonly Lsn[]): Promise<Replayed> {
  const { disk, after, mark } = context
  const from = firstLsns.findLastIndex((first) => first <= after + 1)
  if (from < 0) {
    if (firstLsns.length === 0 && mark <= after) return { lastLsn: after, replayedBytes: 0, left: [] }
    throw refuse('wal-file-missing', `frames from ${after + 1} on are not there`)
  }
  let replayedBytes = 0
  let nextLsn = firstLsns[from] as Lsn
  const left = [...firstLsns]
  for (const [index, first] of firstLsns.entries()) {
    if (index < from) continue
    if (first !== nextLsn) throw refuse('wal-file-missing', `frames ${nextLsn} to ${first - 1} are not there`)
    const file = await disk.open(walName(first))
    try {
      const scan = await replayFile(context, file, first, firstLsns[index + 1])
      nextLsn = scan.nextLsn
      replayedBytes += scan.end
    } finally {
      await file.close()
    }
  }
  if (nextLsn === left.at(-1)) {
    // No frame in it: its name is free for the file that comes next.
    await disk.remove(walName(left.pop() as Lsn))
  }
  return { lastLsn: nextLsn - 1, replayedBytes, left }
}

async function replayFile(context: WalReplay, file: DiskFile, first: Lsn, nextFirst?: Lsn): Promise<WalScan> {
  const { disk, report, replay, after } = context
  const bytes = await file.read(0, file.size)
  const header = decodeWalHeader(bytes)
  if (header === undefined || header.firstLsn !== first) {
    throw refuse('wal-header-damaged', `${walName(first)} has no right header`)
  }
  const scan = scanWal(bytes, header)
  // A later file says that everything before it was durable.
  const mark = nextFirst === undefined ? Math.max(context.mark, scan.durableLsn) : nextFirst - 1
  if (nextFirst !== undefined && scan.nextLsn < nextFirst && !scan.debris) {
    throw refuse('wal-file-missing', `frames ${scan.nextLsn} to ${nextFirst - 1} are not there`)
  }
  if (scan.nextLsn <= mark) {
    throw refuse(
      'wal-damaged',
      `${walName(first)} at byte ${scan.end}: frame ${scan.nextLsn} is wrong, ${mark} was durable`,
    )
  }
  if (nextFirst === undefined) await closeTail(disk, file, first, bytes, scan, report)
  const wanted = scan.frames.filter(({ lsn }) => lsn > after)
  try {
    await replay.apply(bytes, wanted)
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'ENOSPC')) throw error
    await disk.remove(RESERVE)
    await replay.apply(bytes, [])
  }
  return scan
}

/** The end of the last file: what is behind it goes aside, and what is before it is durable from now on. */
async function closeTail(
  disk: Disk,
  file: DiskFile,
  first: Lsn,
  bytes: Buffer,
  { end, nextLsn, debris }: WalScan,
  report: (event: RecoveryEvent) => void,
): Promise<void> {
  if (debris) {
    const name = `${TORN_DIRECTORY}/${String(nextLsn).padStart(16, '0')}-${String(first).padStart(16, '0')}.wal`
    await disk.makeDirectory(TORN_DIRECTORY)
    const aside = await disk.open(name, { create: true })
    await aside.writeAndSync(0, [bytes.subarray(end)])
    await aside.close()
    await disk.syncDirectory(TORN_DIRECTORY)
    await file.truncate(end)
    report({
      found: 'torn-tail',
      detail: `${walName(first)} from byte ${end} on (frame ${nextLsn}): copied to ${name}`,
    })
  } else if (end > WAL_HEADER_BYTES) {
    report({ found: 'clean-end', detail: `${walName(first)} ends at byte ${end}` })
  }
  // A killed process leaves writes in the system's memory: they are shown to readers now, so they must be durable.
  await file.sync()
}

async function loadCheckpoint(
  disk: Disk,
  report: (event: RecoveryEvent) => void,
): Promise<{ readonly checkpoint: Checkpoint | undefined; readonly kept: readonly Lsn[] }> {
  const names = (await disk.list(CHECKPOINT_DIRECTORY)).filter((name) => checkpointLsn(name) !== undefined)
  for (const name of names.toReversed()) {
    const path = `${CHECKPOINT_DIRECTORY}/${name}`
    const file = await disk.open(path)
    const bytes = await file.read(0, file.size)
    await file.close()
    const checkpoint = decodeCheckpoint(bytes)
    if (checkpoint !== undefined) return { checkpoint, kept: kept(names, name) }
    report({ found: 'checkpoint-damaged', detail: `${path} is damaged: the one before is used` })
  }
  return { checkpoint: undefined, kept: [] }
}

/** Checkpoints that count: those up to the one that is used. */
function kept(names: readonly string[], used: string): Lsn[] {
  return names.slice(0, names.indexOf(used) + 1).map((name) => checkpointLsn(name) as Lsn)
}

async function listWal(disk: Disk): Promise<Lsn[]> {
  const firstLsns: Lsn[] = []
  for (const name of await disk.list(WAL_DIRECTORY)) {
    const first = walFirstLsn(name)
    if (first === undefined) await disk.remove(`${WAL_DIRECTORY}/${name}`)
    else firstLsns.push(first)
  }
  return firstLsns
}

async function assertFromTheStart(
  disk: Disk,
  firstLsns: readonly Lsn[],
  report: (event: RecoveryEvent) => void,
): Promise<void> {
  const [first] = firstLsns
  const partitions = await disk.list(PARTITIONS_DIRECTORY)
  if (first === undefined && partitions.length === 0) {
    report({ found: 'new-log', detail: 'the directory is empty' })
  } else if (first !== 1) {
    throw refuse('checkpoints-lost', `the write-ahead log begins at ${first ?? 'nothing'}, and no checkpoint is right`)
  }
}

function judge(replay: Replay, report: (event: RecoveryEvent) => void): void {
  if (replay.unknown.size > 0) {
    throw refuse('wal-damaged', `frames speak of partitions ${[...replay.unknown].join(', ')}, which nothing created`)
  }
  for (const partition of replay.partitions.values()) {
    const damage = partition.segments.find((segment) => segment.damage !== undefined)?.damage
    if (damage === undefined) continue
    if (partition.number < FIRST_USER_PARTITION) throw refuse('platform-segment-damaged', damage)
    partition.takeOffline(`${damage}. Restore it from a backup, or delete the topic`)
    report({ found: 'user-segment-damaged', detail: damage })
  }
}

/** Numbers below are the platform's own. */
export const FIRST_USER_PARTITION = 1000

function refuse(found: RecoveryCaseName, detail: string): Refusal {
  const { cause } = RECOVERY_CASES[found]
  return new Refusal('LOG_DAMAGED', `${detail} (${found}; ${cause}). Restore the data directory from a backup`)
}
