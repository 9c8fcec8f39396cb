import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type NexmarkOptions, nexmarkEvents } from './events.ts'

const WRITE_CHARACTERS = 1024 * 1024

/**
 * Writes events as files of a folder, dealt out one by one: each file is in the order of the events' times, and none runs
 * ahead of another, so that as many readers at once see nothing late. Gives the bytes written.
 */
export function writeNexmark(folder: string, fileCount: number, options: NexmarkOptions): number {
  mkdirSync(folder, { recursive: true })
  const files = Array.from({ length: fileCount }, (_, at) => openSync(join(folder, `events-${at}.json`), 'w'))
  const waiting = files.map(() => '')
  let bytes = 0
  let event = 0
  for (const line of nexmarkEvents(options)) {
    const at = event++ % fileCount
    waiting[at] += `${line}\n`
    if ((waiting[at] as string).length < WRITE_CHARACTERS) continue
    bytes += writeSync(files[at] as number, waiting[at] as string)
    waiting[at] = ''
  }
  files.forEach((file, at) => {
    bytes += writeSync(file, waiting[at] as string)
    closeSync(file)
  })
  return bytes
}
