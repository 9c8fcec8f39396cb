import type { Graph, GraphNode } from './graph.ts'
import { subtopologies } from './subtopologies.ts'

/** The text that Kafka Streams' `TopologyDescription.toString()` gives. */
export function describe(graph: Graph): string {
  const parts = subtopologies(graph).map(({ id, nodes }) => `   Sub-topology: ${id}\n${nodes.map(lines).join('\n')}\n`)
  return `Topologies:\n${parts.join('\n')}`
}

function lines(node: GraphNode): string {
  const names = (nodes: readonly GraphNode[]): string => nodes.map(({ name }) => name).join(', ') || 'none'
  const [to, from] = [`      --> ${names(node.children)}`, `      <-- ${names(node.parents)}`]
  switch (node.kind) {
    case 'source':
      return `    Source: ${node.name} (topics: [${node.source?.name ?? ''}])\n${to}`
    case 'sink':
      return `    Sink: ${node.name} (topic: ${node.sink?.topic ?? ''})\n${from}`
    case 'processor':
      return `    Processor: ${node.name} (stores: [${node.stores.join(', ')}])\n${to}\n${from}`
  }
}
