/** What is on the flow diagram, in the order of the flow. */
export interface FlowNode {
  readonly name: string
  readonly title: string
  readonly does: string
  /** The topic that leads to the next one. */
  readonly topic?: string
}

export const way: readonly FlowNode[] = [
  { name: 'webapp', title: 'Web app', does: 'takes the order', topic: 'pizza-ordered' },
  { name: 'assemble', title: 'Assemble', does: 'puts it together', topic: 'pizza-assembled' },
  { name: 'bake', title: 'Bake', does: 'bakes it', topic: 'pizza-baked' },
  { name: 'delivery', title: 'Delivery', does: 'brings it', topic: 'pizza-delivered' },
]

export const query: FlowNode = { name: 'status', title: 'Status', does: 'knows where it is' }
