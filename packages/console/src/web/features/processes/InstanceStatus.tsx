import { Status, type Tone } from '@millrace/ui'
import type { InstanceState } from '../../../contract/processes.ts'

const STATES: Record<InstanceState, { tone: Tone; word: string }> = {
  ACTIVE: { tone: 'info', word: 'Running' },
  COMPLETED: { tone: 'ok', word: 'Completed' },
  TERMINATED: { tone: 'neutral', word: 'Terminated' },
}

/** How a process instance, or an element in it, is: with an incident it stands still. */
export function InstanceStatus({ state, hasIncident }: { state: InstanceState; hasIncident: boolean }) {
  if (hasIncident) return <Status tone="bad">Incident</Status>
  const { tone, word } = STATES[state]
  return <Status tone={tone}>{word}</Status>
}
