import type { Element, ElementKind } from '../graph/element.ts'
import type { ExecutableProcess } from '../graph/process.ts'

/** What a token passes without waiting. */
const straight: ReadonlySet<ElementKind> = new Set([
  'manualTask',
  'task',
  'exclusiveGateway',
  'inclusiveGateway',
  'parallelGateway',
  'startEvent',
  'endEvent',
  'subProcess',
  'multiInstanceBody',
  'callActivity',
  'intermediateThrowEvent',
])
/** A loop is refused when one of these leads to it. */
const starters: ReadonlySet<ElementKind> = new Set(['manualTask', 'task', 'callActivity', 'intermediateThrowEvent'])

interface Node {
  readonly process: ExecutableProcess
  readonly element: Element
}

interface Visit {
  readonly node: Node
  readonly next: readonly Node[]
  at: number
}

/**
 * Loops in which nothing ever waits, one for each process that has any: the ids of the elements on it, the first again
 * at the end. A call activity leads into the process of the same file that it names.
 */
export function straightThroughLoops(processes: readonly ExecutableProcess[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const byId = new Map(processes.map((process) => [process.id, process]))
  const done = new Set<Element>()
  for (const process of processes) {
    const from = process.elements.filter(({ kind }) => starters.has(kind)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (const element of from) {
      const loop = findLoop({ process, element }, byId, done)
      if (loop === undefined) continue
      found.set(process.id, loop)
      break
    }
  }
  return found
}

/** Depth first, without recursion: a process may be a chain of thousands. */
function findLoop(
  start: Node,
  byId: ReadonlyMap<string, ExecutableProcess>,
  done: Set<Element>,
): readonly string[] | undefined {
  const open: Visit[] = []
  const onPath = new Set<Element>()
  const enter = (node: Node): void => {
    onPath.add(node.element)
    open.push({ node, next: following(node, byId), at: 0 })
  }
  enter(start)
  for (let visit = open.at(-1); visit !== undefined; visit = open.at(-1)) {
    const next = visit.next[visit.at]
    visit.at += 1
    if (next === undefined) {
      open.pop()
      onPath.delete(visit.node.element)
      done.add(visit.node.element)
    } else if (onPath.has(next.element)) return loopIds(open, next)
    else if (straight.has(next.element.kind) && !done.has(next.element)) enter(next)
  }
  return undefined
}

/** A body has the id of its activity, which stands for both. */
function loopIds(open: readonly Visit[], again: Node): readonly string[] {
  const path = open.map(({ node }) => node.element)
  const loop = [...path.slice(path.indexOf(again.element)), again.element]
  return loop.map(({ id }) => id).filter((id, at, ids) => id !== ids[at - 1])
}

function following(node: Node, byId: ReadonlyMap<string, ExecutableProcess>): readonly Node[] {
  const { process, element } = node
  const at = (index: number | undefined, within = process): readonly Node[] => {
    const found = index === undefined ? undefined : within.elements[index]
    return found === undefined ? [] : [{ process: within, element: found }]
  }
  if (element.kind === 'subProcess') return at(element.noneStart)
  if (element.kind === 'multiInstanceBody') return at(element.inner)
  if (element.kind === 'callActivity') {
    const { processId } = element.called
    const called = processId.kind === 'static' ? byId.get(processId.text) : undefined
    return called === undefined ? [] : at(called.elements[0].noneStart, called)
  }
  const leaving = element.outgoing.length > 0 ? element : process.elements[element.scope]
  return (leaving?.outgoing ?? []).flatMap((flow) => at(process.flows[flow]?.target))
}
