import type { DemoTarget } from '@millrace/kernel'

/** Placeholder while the pages are made. */
export async function demo({ print }: DemoTarget): Promise<void> {
  print('')
}
