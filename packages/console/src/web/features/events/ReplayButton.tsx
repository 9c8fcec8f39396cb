import { Button, Icon, useToasts } from '@millrace/ui'
import type { Replayed } from '../../../contract/events.ts'
import { type TriggerName, useReplay } from '../../api/events.ts'
import { errorText } from '../../api/request.ts'

/** Delivers one event to one trigger's subscriber again. */
export function ReplayButton({ name, partition, offset }: { name: TriggerName; partition: number; offset: number }) {
  const replay = useReplay(name)
  const toasts = useToasts()
  const start = () =>
    replay.mutate(
      { partition, offset },
      {
        onSuccess: (answer) => (failed(answer) ? toasts.failed(text(answer)) : toasts.done(text(answer))),
        onError: (error) => toasts.failed(errorText(error)),
      },
    )
  return (
    <Button
      size="small"
      icon={<Icon name="refresh" size={14} />}
      busy={replay.isPending}
      onClick={start}
      aria-label={`Replay ${partition}:${offset} to ${name.trigger}`}
    >
      Replay
    </Button>
  )
}

const failed = ({ delivery }: Replayed): boolean => delivery !== undefined && delivery.outcome !== 'delivered'

function text({ delivery, message }: Replayed): string {
  if (delivery === undefined) return message ?? 'It is being tried'
  if (delivery.outcome === 'delivered') return `Delivered: ${delivery.attempts.at(-1)?.status}`
  const last = delivery.attempts.at(-1)
  return `Not delivered: ${last?.status} ${last?.fault ?? ''}`.trim()
}
