import { Status, formatCount } from '@millrace/ui'

export function IncidentCount({ count }: { count: number }) {
  return count === 0 ? '0' : <Status tone="bad">{formatCount(count)}</Status>
}
