import { Fault } from '@millrace/kernel'
import type { ConfigValues } from '../configs/layers.ts'

/**
 * What the catalogue keeps, one record each, the last of a key counting: an entry, or a tombstone. A value is a
 * version byte and JSON in UTF-8.
 */
export type CatalogueEntry =
  | { readonly kind: 'cluster'; readonly id: string }
  /** The next partition number that is free: numbers are never used twice, and deleted topics are forgotten. */
  | { readonly kind: 'numbers'; readonly next: number }
  /** The next producer id that nobody was given: ids are given out of blocks, and never twice. */
  | { readonly kind: 'producers'; readonly next: number }
  | { readonly kind: 'configs'; readonly scope: 'node' | 'cluster'; readonly values: ConfigValues }
  | {
      readonly kind: 'topic'
      readonly id: string
      readonly name: string
      readonly partitions: readonly number[]
      readonly configs: ConfigValues
    }

const FORMAT_VERSION = 1

export function entryKey(entry: CatalogueEntry): string {
  switch (entry.kind) {
    case 'cluster':
    case 'numbers':
    case 'producers':
      return entry.kind
    case 'configs':
      return `configs:${entry.scope}`
    case 'topic':
      return topicKey(entry.id)
  }
}

export function topicKey(id: string): string {
  return `topic:${id}`
}

export function encodeEntry(entry: CatalogueEntry): Buffer {
  return Buffer.concat([Buffer.of(FORMAT_VERSION), Buffer.from(JSON.stringify(entry))])
}

/** @throws Fault CATALOGUE_FORMAT when a later version wrote it. */
export function decodeEntry(value: Uint8Array): CatalogueEntry {
  if (value[0] !== FORMAT_VERSION) {
    throw new Fault(
      'CATALOGUE_FORMAT',
      `the topic catalogue has an entry of format ${value[0]}, and this version of Millrace reads format ` +
        `${FORMAT_VERSION}: start the version that wrote it`,
    )
  }
  return JSON.parse(Buffer.from(value.subarray(1)).toString()) as CatalogueEntry
}
