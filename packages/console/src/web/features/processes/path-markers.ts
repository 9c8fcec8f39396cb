import type { InstanceView } from '../../../contract/processes.ts'

/** Which class each element of the diagram gets: what it ran through, where it is at work, where it is stuck. */
export function pathMarkers(
  { elements, flows }: Pick<InstanceView, 'elements' | 'flows'>,
  chosen: string | undefined,
): readonly (readonly [id: string, marker: string])[] {
  const standing = new Map<string, string>()
  for (const { elementId, state, hasIncident } of elements.items) {
    const marker = hasIncident ? 'stuck' : state === 'ACTIVE' ? 'at-work' : state === 'COMPLETED' ? 'ran' : 'ended'
    const before = standing.get(elementId)
    if (before === undefined || WEIGHT[marker] > WEIGHT[before as keyof typeof WEIGHT]) standing.set(elementId, marker)
  }
  return [
    ...flows.map((id) => [id, 'ran'] as const),
    ...standing,
    ...(chosen === undefined ? [] : [[chosen, 'chosen'] as const]),
  ]
}

/** Of several runs of one element the gravest shows. */
const WEIGHT = { ended: 0, ran: 1, 'at-work': 2, stuck: 3 } as const
