import type { Lsn } from '../contract.ts'
import { FRAME_MAGIC, type FrameHeader, frameAt, looksLikeFrame } from '../wal/frame-format.ts'
import { WAL_HEADER_BYTES, type WalHeader } from '../wal/wal-file.ts'

/** What a write-ahead file holds. */
export interface WalScan {
  /** Whole frames with sequence numbers one after the other. */
  readonly frames: readonly FrameHeader[]
  /** Where the last of them ends. */
  readonly end: number
  /** Sequence number that the next frame would have. */
  readonly nextLsn: Lsn
  /** Something of this file's life lies behind the end: part of a frame, or frames after a hole. */
  readonly debris: boolean
  /** Highest number that any whole frame, also behind the end, says was durable. */
  readonly durableLsn: Lsn
}

/** Reads frames until there is none, then looks at what lies behind. Pure. */
export function scanWal(bytes: Buffer, { salt, firstLsn }: WalHeader): WalScan {
  const frames: FrameHeader[] = []
  let end = WAL_HEADER_BYTES
  let nextLsn = firstLsn
  // Frames before this file were durable when it got its name.
  let durableLsn = firstLsn - 1
  for (;;) {
    const frame = frameAt(bytes, end, salt)
    if (frame === undefined || frame.lsn !== nextLsn) break
    frames.push(frame)
    durableLsn = Math.max(durableLsn, frame.durableLsn)
    end += frame.length
    nextLsn++
  }
  const behind = lookBehind(bytes, end, salt)
  return { frames, end, nextLsn, debris: behind.debris, durableLsn: Math.max(durableLsn, behind.durableLsn) }
}

/** Frames begin with magic and salt wherever they are: they are found even when lengths before them are wrong. */
function lookBehind(bytes: Buffer, end: number, salt: Buffer): Pick<WalScan, 'debris' | 'durableLsn'> {
  const pattern = Buffer.alloc(12)
  pattern.writeUInt32BE(FRAME_MAGIC)
  salt.copy(pattern, 4)
  let debris = looksLikeFrame(bytes, end, salt)
  let durableLsn = 0
  for (let at = bytes.indexOf(pattern, end); at >= 0; at = bytes.indexOf(pattern, at + 1)) {
    debris = true
    durableLsn = Math.max(durableLsn, frameAt(bytes, at, salt)?.durableLsn ?? 0)
  }
  return { debris, durableLsn }
}
