import { Status } from '@millrace/ui'
import type { TriggerState } from '../../../contract/events.ts'

/** Whether a trigger delivers, by Knative's own words. */
export function TriggerStatus({ state }: { state: TriggerState | undefined }) {
  if (state === undefined) return <Status tone="warn">Not in force</Status>
  if (!state.ready)
    return (
      <span title={state.message}>
        <Status tone="bad">{state.reason ?? 'Not ready'}</Status>
      </span>
    )
  if (state.circuitOpen)
    return (
      <span title="The subscriber fails: one request at a time tries whether it answers again">
        <Status tone="warn">Circuit open</Status>
      </span>
    )
  return <Status tone="ok">Ready</Status>
}
