import type { Graph, GraphNode } from './graph.ts'

/** Nodes that work on a record together, in one task per partition. */
export interface Subtopology {
  readonly id: number
  readonly nodes: readonly GraphNode[]
  readonly sources: readonly GraphNode[]
  readonly stores: readonly string[]
}

/** Parts that are joined by edges or by a store that they share; topics alone join nothing. In the order of their first nodes. */
export function subtopologies(graph: Graph): Subtopology[] {
  const group = new Map<GraphNode, GraphNode>()
  const rootOf = (node: GraphNode): GraphNode => {
    let root = node
    for (let up = group.get(root); up !== undefined && up !== root; up = group.get(root)) root = up
    return root
  }
  const unite = (a: GraphNode, b: GraphNode): void => void group.set(rootOf(a), rootOf(b))
  const users = new Map<string, GraphNode>()
  for (const node of graph.nodes) {
    if (!group.has(node)) group.set(node, node)
    for (const parent of node.parents) unite(node, parent)
    for (const store of node.stores) {
      const user = users.get(store)
      if (user === undefined) users.set(store, node)
      else unite(node, user)
    }
  }
  return [...Map.groupBy(graph.nodes, rootOf).values()].map((nodes, id) => ({
    id,
    nodes,
    sources: nodes.filter(({ kind }) => kind === 'source'),
    stores: [...new Set(nodes.flatMap(({ stores }) => stores))],
  }))
}
