import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(new URL(path, root)))
const generated = /\/(messages|records\/generated)\/[\w-]+\.ts$/
const sources = tracked.filter((path) => /\.tsx?$/.test(path) && !generated.test(path))

it('keeps files short: none over 500 lines, nineteen of twenty under 300, half of them under 120', () => {
  const lengths = sources
    .map((path) => ({ path, lines: text(path).split('\n').length }))
    .toSorted((a, b) => a.lines - b.lines)
  expect(lengths.filter(({ lines }) => lines > 500)).toEqual([])
  expect(lengths[Math.floor(lengths.length * 0.95)]?.lines).toBeLessThanOrEqual(300)
  expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThanOrEqual(120)
})

it.each([
  ['exports everything of a module', /^export \* from/m],
  ['leaves work for later in a comment', /\b(TODO|FIXME|XXX|HACK)\b/],
  ['silences the compiler', /@ts-(ignore|nocheck)/],
  ['uses a folder or file that is named after nothing', /from '.*\/(utils?|helpers?|misc|common)(\.ts|\/)/],
])('has no source that %s', (_, pattern) => {
  const self = 'tests/architecture/style.test.ts'
  expect(sources.filter((path) => path !== self && pattern.test(text(path)))).toEqual([])
})

it('names no path of a machine and no registry host in any file', () => {
  const pattern = /registry\.npmjs|\/root\/|\/home\/\w+|repo1?\.maven|pypi\.org|proxy\.golang/
  const readable = tracked.filter((path) => /\.(tsx?|m?js|json|md|ya?ml|sh|py|go|css|html)$|^\.ci\//.test(path))
  const self = 'tests/architecture/style.test.ts'
  expect(readable.filter((path) => path !== self && pattern.test(text(path)))).toEqual([])
})
