import { Status, type Tone } from '@millrace/ui'

const states: Record<string, { tone: Tone; text: string }> = {
  Stable: { tone: 'ok', text: 'Stable' },
  Empty: { tone: 'neutral', text: 'Empty' },
  PreparingRebalance: { tone: 'info', text: 'Preparing rebalance' },
  CompletingRebalance: { tone: 'info', text: 'Completing rebalance' },
  Assigning: { tone: 'info', text: 'Assigning' },
  Reconciling: { tone: 'info', text: 'Reconciling' },
  Dead: { tone: 'bad', text: 'Dead' },
}

/** A group's state by Kafka's own word. */
export function GroupState({ state }: { state: string }) {
  const look = states[state] ?? { tone: 'warn', text: state }
  return <Status tone={look.tone}>{look.text}</Status>
}
