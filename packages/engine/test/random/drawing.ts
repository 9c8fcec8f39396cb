import { type ProcessBuilder, process } from '@millrace/bpmn'
import { type Random, below } from '@millrace/kernel'
import { nested, simple } from './blocks.ts'

/** What draws the inside of a process or subprocess. */
export type Flow = Parameters<Parameters<ProcessBuilder['subProcess']>[1]>[0]

/** A process under way: blocks draw into a flow, and leave it at the one element from which it goes on. */
export interface Drawing {
  readonly random: Random
  readonly flow: Flow
  /** Blocks around this one. */
  readonly depth: number
  /** Processes that may be called: none of them calls this one. */
  readonly calls: readonly string[]
  /** An id that is not used yet. */
  id(): string
  /** Between one and three blocks, one after the other, inside of what the caller draws. */
  blocks(flow: Flow): void
  /** Notes a gateway that is passed at most as often as another. */
  atMostAsOften(join: string, split: string): void
  /** True once in so many times. */
  once(inSoMany: number): boolean
}

/** Draws one block. */
export type Block = (drawing: Drawing) => void

export interface RandomProcess {
  readonly id: string
  readonly builder: ProcessBuilder
  /** Joins with their splits. */
  readonly joins: readonly (readonly [join: string, split: string])[]
}

const DEEPEST = 2
/** Beyond it only single elements are drawn. */
const ELEMENTS = 40

/** A random process of blocks within blocks that is valid, and can always come to its end. */
export function randomProcess(random: Random, id: string, calls: readonly string[] = []): RandomProcess {
  // Versions of one process have elements of different names.
  const prefix = `${id}${below(random, 2 ** 31)}`
  const joins: (readonly [string, string])[] = []
  let drawn = 0
  const drawing = (flow: Flow, depth: number): Drawing => ({
    random,
    flow,
    depth,
    calls,
    id: () => `${prefix}_${drawn++}`,
    blocks: (inner) => sequence(drawing(inner, depth + 1)),
    atMostAsOften: (join, split) => joins.push([join, split]),
    once: (inSoMany) => below(random, inSoMany) === 0,
  })
  const sequence = (inside: Drawing): void => {
    for (let left = 1 + below(random, 3 - Math.min(inside.depth, 2)); left > 0; left--) {
      const isSimple = inside.depth > DEEPEST || drawn > ELEMENTS || inside.once(2)
      const blocks = isSimple ? simple : nested
      blocks[below(random, blocks.length)]?.(inside)
    }
  }
  const builder = process(id).startEvent(`${id}_start`)
  sequence(drawing(builder, 0))
  builder.endEvent(`${id}_end`)
  return { id, builder, joins }
}
