import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditEntry } from '@millrace/security'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AuditFile } from './audit-file.ts'

const FULL_BYTES = 16 * 2 ** 20
let folder: string
const errors: object[] = []
const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void errors.push(fields) }

beforeEach(() => {
  errors.length = 0
  folder = mkdtempSync(join(tmpdir(), 'audit-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const login = (who: string): AuditEntry => ({ at: 1, who, action: 'login', outcome: 'done' })
const writtenIn = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/"who":"(\w+)"/gu)].map(([, who = '']) => who)

/** A file that the next line fills. */
function fullFile(): string {
  const path = join(folder, 'audit.jsonl')
  writeFileSync(path, '')
  truncateSync(path, FULL_BYTES - 1)
  return path
}

async function recorded(audit: AuditFile, path: string, who: string): Promise<void> {
  audit.record(login(who))
  await vi.waitFor(() => expect(writtenIn(path)).toEqual([who]))
}

it('begins another file when one is full, and keeps the one before', async () => {
  const path = fullFile()
  const audit = new AuditFile(path, log)
  await recorded(audit, path, 'a')
  for (const who of ['b', 'c']) audit.record(login(who))
  await audit.close()
  expect(writtenIn(`${path}.1`)).toEqual(['a'])
  expect(writtenIn(path)).toEqual(['b', 'c'])
})

it('goes on when somebody has moved the file away', async () => {
  const path = fullFile()
  const audit = new AuditFile(path, log)
  await recorded(audit, path, 'a')
  renameSync(path, `${path}.moved`)
  for (const who of ['b', 'c']) audit.record(login(who))
  await audit.close()
  expect(writtenIn(path)).toEqual(['b', 'c'])
  expect(errors).toHaveLength(1)
})

it('says when it cannot be written, and is written again when it can', async () => {
  const path = join(folder, 'later', 'audit.jsonl')
  const audit = new AuditFile(path, log)
  audit.record(login('lost'))
  await vi.waitFor(() => expect(errors).toMatchObject([{ path }]))
  mkdirSync(join(folder, 'later'))
  audit.record(login('kept'))
  await audit.close()
  expect(writtenIn(path)).toEqual(['kept'])
  expect(audit.recent(2).map(({ who }) => who)).toEqual(['kept', 'lost'])
})

it('goes on in a full file that cannot be put away', async () => {
  const path = fullFile()
  mkdirSync(`${path}.1`)
  const audit = new AuditFile(path, log)
  for (const who of ['a', 'b', 'c']) audit.record(login(who))
  await audit.close()
  expect(errors).toHaveLength(1)
  expect(writtenIn(path)).toEqual(['a', 'b', 'c'])
})
