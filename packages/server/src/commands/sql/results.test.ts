import type { SqlPage } from '@millrace/client/sql'
import { expect, it } from 'vitest'
import { changelogLines, liveTable } from './results.ts'

const page = (...rows: SqlPage['rows']): SqlPage => ({ columns: ['name', 'n'], rows })

it('prints changes as they come, aligned', () => {
  const lines: string[] = []
  const view = changelogLines((line) => lines.push(line))
  view.page(page())
  view.page(page({ kind: 'INSERT', fields: ['ann', 1] }, { kind: 'INSERT', fields: ['robert', null] }))
  view.page(page({ kind: 'UPDATE_BEFORE', fields: ['ann', 1] }, { kind: 'UPDATE_AFTER', fields: ['ann', 2] }))
  expect(lines).toEqual(['op  name    n', '+I  ann     1', '+I  robert  NULL', '-U  ann     1', '+U  ann     2'])
})

it('says OK for what gives nothing', () => {
  const lines: string[] = []
  changelogLines((line) => lines.push(line)).page({ columns: ['result'], rows: [{ kind: 'INSERT', fields: ['OK'] }] })
  expect(lines).toEqual(['OK'])
})

it('draws the rows of now again in place', () => {
  let written = ''
  const view = liveTable({
    rows: 24,
    write: (text: string) => ((written = text), true),
  } as unknown as NodeJS.WriteStream)
  view.page(page({ kind: 'INSERT', fields: ['ann', 1] }))
  expect(written).toBe('\u001b[0Jname  n\nann   1\n1 row\n')
  view.page(page({ kind: 'UPDATE_BEFORE', fields: ['ann', 1] }, { kind: 'UPDATE_AFTER', fields: ['ann', 2] }))
  expect(written).toBe('\u001b[3A\u001b[0Jname  n\nann   2\n1 row\n')
})
