import { type Kind, type Row } from './change.ts'
import type { Operator, OperatorFactory, Output } from './operator.ts'
import { LeastWatermark } from './watermark.ts'

/** A node's place in the graph; numbered in the order of making. */
export type NodeId = number

interface Node {
  readonly name: string
  readonly operator: Operator
  readonly output: Output
  readonly watermarks: LeastWatermark
  changes: number
}

interface Edge {
  readonly to: Node
  readonly input: number
}

/**
 * Operators that feed one another. Made from the sources down, so every node's inputs exist before it. A change is
 * pushed through to the end before the next one begins.
 */
export class Graph {
  readonly #nodes: Node[] = []
  readonly #edges: Edge[][] = []

  /** Adds an operator behind `inputs`; input n of the operator is `inputs[n]`. A source has none and one entry. */
  add(name: string, inputs: readonly NodeId[], factory: OperatorFactory): NodeId {
    const id = this.#nodes.length
    const edges: Edge[] = []
    const output = outputTo(edges)
    const node: Node = {
      name,
      output,
      operator: factory(output),
      watermarks: new LeastWatermark(Math.max(1, inputs.length)),
      changes: 0,
    }
    this.#nodes.push(node)
    this.#edges.push(edges)
    inputs.forEach((from, input) => this.#edges[from]?.push({ to: node, input }))
    return id
  }

  /** Puts a change into a source. */
  push(id: NodeId, kind: Kind, row: Row): void {
    const node = this.#nodes[id] as Node
    node.changes++
    node.operator.change(kind, row, 0)
  }

  /** Moves a source's watermark. */
  watermark(id: NodeId, at: number): void {
    moveWatermark(this.#nodes[id] as Node, 0, at)
  }

  /** Moves processing time, sources first. */
  clock(now: number): void {
    for (const { operator } of this.#nodes) operator.clock?.(now)
  }

  /** The earliest time that an operator waits for. */
  due(): number | undefined {
    let earliest: number | undefined
    for (const { operator } of this.#nodes) {
      const due = operator.due?.()
      if (due !== undefined && (earliest === undefined || due < earliest)) earliest = due
    }
    return earliest
  }

  /** Changes that each operator has taken, for rates and plans. */
  counts(): { readonly name: string; readonly changes: number }[] {
    return this.#nodes.map(({ name, changes }) => ({ name, changes }))
  }

  /** The state of every operator, in order. */
  snapshot(): unknown[] {
    return this.#nodes.map(({ operator, watermarks }) => [operator.snapshot?.() ?? null, watermarks.snapshot()])
  }

  restore(states: readonly unknown[]): void {
    this.#nodes.forEach(({ operator, watermarks }, at) => {
      const [state, marks] = states[at] as [unknown, number[]]
      watermarks.restore(marks)
      if (state !== null) operator.restore?.(state)
    })
  }
}

function outputTo(edges: readonly Edge[]): Output {
  return {
    change(kind, row) {
      for (const { to, input } of edges) {
        to.changes++
        to.operator.change(kind, row, input)
      }
    },
    watermark(at) {
      for (const { to, input } of edges) moveWatermark(to, input, at)
    },
  }
}

function moveWatermark({ watermarks, operator, output }: Node, input: number, at: number): void {
  const least = watermarks.move(input, at)
  if (least === undefined) return
  if (operator.watermark === undefined) output.watermark(least)
  else operator.watermark(least)
}
