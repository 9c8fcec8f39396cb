import { status } from '@grpc/grpc-js'
import { Failure } from '../failure.ts'

/** Zeebe's keys carry their partition in the upper bits; ours is 1. */
const PARTITION_UNIT = 2 ** 51

/** A key that belongs to the partition that is here. */
export function readKey(key: number): number {
  const partition = Math.floor(key / PARTITION_UNIT)
  if (partition === 1) return key
  const text = `Expected to execute command on partition ${partition}, but either it does not exist, or the gateway is not yet aware of it`
  throw new Failure(status.UNAVAILABLE, text)
}
