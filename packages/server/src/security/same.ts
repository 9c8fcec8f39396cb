import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether two secrets are the same, in time that does not tell how much of one was right. */
export function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
