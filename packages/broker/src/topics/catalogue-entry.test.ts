import { describe, expect, it } from 'vitest'
import { type CatalogueEntry, decodeEntry, encodeEntry, entryKey } from './catalogue-entry.ts'

const ENTRIES: readonly [string, CatalogueEntry][] = [
  ['cluster', { kind: 'cluster', id: 'abc' }],
  ['numbers', { kind: 'numbers', next: 1234 }],
  ['configs:node', { kind: 'configs', scope: 'node', values: { 'log.retention.ms': '5' } }],
  ['topic:1-2', { kind: 'topic', id: '1-2', name: 'orders', partitions: [1000, 1001], configs: {} }],
]

describe('entries of the catalogue', () => {
  it.each(ENTRIES)('are read back as they were written: %s', (key, entry) => {
    expect(entryKey(entry)).toBe(key)
    expect(decodeEntry(encodeEntry(entry))).toEqual(entry)
  })

  it('begin with their version', () => {
    expect(encodeEntry({ kind: 'cluster', id: 'abc' }).toString('latin1')).toBe('\u0001{"kind":"cluster","id":"abc"}')
  })

  it('of a later version are refused with a text that says what to do', () => {
    const later = Buffer.concat([Buffer.of(2), encodeEntry({ kind: 'cluster', id: 'abc' }).subarray(1)])
    expect(() => decodeEntry(later)).toThrow('start the version that wrote it')
  })
})
