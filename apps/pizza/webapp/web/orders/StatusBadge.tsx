import { Status, type Tone } from '@millrace/ui'
import { STATUS } from '../../../contract/status.ts'
import { statusWord } from './stages.ts'

const tones: Readonly<Record<number, Tone>> = {
  [STATUS.stuck]: 'warn',
  [STATUS.pending]: 'warn',
  [STATUS.unknown]: 'bad',
  [STATUS.wrong]: 'bad',
  [STATUS.cancelled]: 'neutral',
  [STATUS.delivered]: 'ok',
}

export function StatusBadge({ status }: { status: number }) {
  return <Status tone={tones[status] ?? 'info'}>{statusWord(status)}</Status>
}
