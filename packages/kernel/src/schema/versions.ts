import { invariant } from '../errors.ts'

export interface VersionRange {
  readonly from: number
  /** Infinity for an open range. */
  readonly to: number
}

const NONE: VersionRange = { from: 0, to: -1 }

/** Parses `3+`, `0-12`, `1`, `none`; an absent range holds no version. */
export function versionRange(text: string | undefined): VersionRange {
  if (text === undefined || text === 'none') return NONE
  const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(text)
  invariant(match !== null, 'version ranges are well formed', text)
  const from = Number(match[1])
  if (match[2] !== undefined) return { from, to: Infinity }
  return { from, to: match[3] === undefined ? from : Number(match[3]) }
}

export function holdsVersion(range: string | undefined, version: number): boolean {
  const { from, to } = versionRange(range)
  return version >= from && version <= to
}
