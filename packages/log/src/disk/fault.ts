import { Fault, messageOf } from '@millrace/kernel'

/** What the system says, as the disk port says it. `code` overrides: a sync that failed is not a write that failed. */
export async function faultOf<T>(work: Promise<T>, code?: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new Fault(code ?? (error as NodeJS.ErrnoException).code ?? 'EIO', messageOf(error), { cause: error })
  }
}
