import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refusal } from '@millrace/kernel'
import { DEFAULT_LIMITS, nodeDisk } from '@millrace/log'
import { type Check, type Finding, note, ok, wrong } from './finding.ts'

/** Where everything durable is: there, writable, whose, and how much room is left. */
export const dataDirectory: Check = async ({ data, heldBy }) => {
  const there = await stat(data).catch(() => undefined)
  if (there !== undefined && !there.isDirectory()) {
    return [wrong('data', `${data} is no directory`, 'name another directory (--data)')]
  }
  const existing = there === undefined ? await existingParent(data) : data
  const writable = await access(existing, constants.W_OK | constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  const found: Finding[] = [
    there === undefined ? note('data', `${data} is not there: the first start makes it`) : ok('data', data),
  ]
  if (!writable)
    found.push(wrong('data', `${existing} cannot be written`, 'change its owner or rights, or name another'))
  found.push(await room(existing))
  if (there !== undefined) found.push(ok('lock', heldBy ?? 'nobody has the data directory'))
  return found
}

async function room(directory: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  const needed = DEFAULT_LIMITS.freeBytes + DEFAULT_LIMITS.reserveBytes
  const detail = `${Math.round(free / 1e6)} MB are free`
  if (free >= needed) return ok('space', detail)
  const advice = `free some: below ${Math.round(needed / 1e6)} MB writes are refused`
  return wrong('space', detail, advice)
}

async function existingParent(path: string): Promise<string> {
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    if ((await stat(parent).catch(() => undefined)) !== undefined || parent === dirname(parent)) return parent
  }
}

/** What holds the directory; takes the lock for a moment when nothing does. */
export async function holderOf(data: string): Promise<string | undefined> {
  if ((await stat(join(data, 'log')).catch(() => undefined)) === undefined) return undefined
  try {
    const disk = await nodeDisk(join(data, 'log'))
    await disk.close()
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'DIRECTORY_IN_USE')) return undefined
    return /in use by (.*?):/.exec(error.message)?.[1] ?? 'another process'
  }
}
