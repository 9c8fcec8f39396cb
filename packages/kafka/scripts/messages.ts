/**
 * Generates the messages' types and field tables from `spec/*.json`: `packages/kafka/src/messages` and
 * `packages/broker/src/records`. Facts only, no logic.
 *
 *   node packages/kafka/scripts/messages.ts            writes them
 *   node packages/kafka/scripts/messages.ts --check    compares, and exits with 1 when a file differs
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { indexSource, kebab, messageSource, recordIndexSource, recordSource } from './render.ts'
import type { MessageSpec, RecordSpec } from './spec-types.ts'

/** What should be there: path to content. */
export function generated(): Map<string, string> {
  const files = new Map<string, string>()
  const messages = specs<MessageSpec>(new URL('../spec/', import.meta.url)).sort((a, b) => a.key - b.key)
  const messageFolder = new URL('../src/messages/', import.meta.url)
  for (const spec of messages) files.set(path(messageFolder, spec.name), messageSource(spec))
  files.set(path(messageFolder, 'index'), indexSource(messages))

  const records = specs<RecordSpec>(new URL('../../broker/spec/', import.meta.url))
  const recordFolder = new URL('../../broker/src/records/', import.meta.url)
  for (const spec of records) files.set(path(recordFolder, spec.name), recordSource(spec))
  files.set(path(recordFolder, 'index'), recordIndexSource(records))
  return files
}

/** Paths whose content is not what the generator writes. */
export function stale(files: Map<string, string>): string[] {
  return [...files]
    .filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
    .map(([file]) => file)
}

function specs<Spec>(folder: URL): Spec[] {
  const names = readdirSync(folder).sort()
  return names.map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Spec)
}

const path = (folder: URL, name: string): string => fileURLToPath(new URL(`${kebab(name)}.ts`, folder))

function writeAll(files: Map<string, string>): void {
  for (const folder of ['../src/messages/', '../../broker/src/records/']) {
    const url = new URL(folder, import.meta.url)
    rmSync(url, { recursive: true, force: true })
    mkdirSync(url, { recursive: true })
  }
  for (const [file, text] of files) writeFileSync(file, text)
}

if (import.meta.main) {
  const files = generated()
  if (process.argv.includes('--check')) {
    const differing = stale(files)
    for (const file of differing) console.error(`not what packages/kafka/scripts/messages.ts writes: ${file}`)
    process.exitCode = differing.length === 0 ? 0 : 1
  } else {
    writeAll(files)
  }
}
