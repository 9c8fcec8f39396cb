import { type Epoch, Fault } from '@millrace/kernel'

/** What `__epochs` keeps of a job: where it stands. A version byte and JSON in UTF-8, under the job's name. */
export type StoredEpoch = Pick<Epoch, 'number' | 'sources'>

const FORMAT_VERSION = 1

export function encodeEpoch({ number, sources }: StoredEpoch): Buffer {
  const rows = sources.map(({ topic, partition, nextOffset }) => [topic, partition, nextOffset])
  return Buffer.concat([Buffer.of(FORMAT_VERSION), Buffer.from(JSON.stringify([number, rows]))])
}

/** @throws Fault EPOCH_FORMAT when a later version wrote it. */
export function decodeEpoch(value: Uint8Array): StoredEpoch {
  if (value[0] !== FORMAT_VERSION) {
    const text = `__epochs has a record of format ${value[0]}, and this version of Millrace reads format ${FORMAT_VERSION}`
    throw new Fault('EPOCH_FORMAT', text)
  }
  const [number, rows] = JSON.parse(Buffer.from(value.subarray(1)).toString()) as [number, [string, number, number][]]
  return { number, sources: rows.map(([topic, partition, nextOffset]) => ({ topic, partition, nextOffset })) }
}
