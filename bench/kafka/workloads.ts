/** How a topic is made: as the broker's defaults say, or with an fsync before each acknowledgement. */
export type Durability = 'as it is' | 'fsync'

/** One row of the table: records of one size, over some partitions, sent in one way. */
export interface Workload {
  readonly recordBytes: number
  readonly partitions: number
  /** Records in one call of the client, all for one partition. */
  readonly batch: number
  /** Calls that wait for their answer at one time. */
  readonly inFlight: number
}

const SIZES_BYTES = [100, 1024]
const PARTITIONS = [1, 6]

const rows = (batch: number, inFlight: number): Workload[] =>
  SIZES_BYTES.flatMap((recordBytes) => PARTITIONS.map((partitions) => ({ recordBytes, partitions, batch, inFlight })))

/** All rows in the order of the table. */
export const WORKLOADS: readonly Workload[] = [...rows(1, 64), ...rows(100, 4)]

export function inWords({ recordBytes, partitions, batch, inFlight }: Workload): string {
  const size = recordBytes < 1024 ? `${recordBytes} B` : `${recordBytes / 1024} KB`
  const way = batch === 1 ? `single, ${inFlight} in flight` : `batches of ${batch}, ${inFlight} in flight`
  return `${size}, ${partitions} partition${partitions === 1 ? '' : 's'}, ${way}`
}
