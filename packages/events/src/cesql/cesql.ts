import type { CloudEvent } from '@millrace/cloudevents'
import type { Expression } from './ast.ts'
import { compile } from './compile.ts'
import { type CesqlError, Frame } from './frame.ts'
import { findFunction } from './functions/index.ts'
import { parse } from './parse.ts'
import { MISSING, type Value } from './value.ts'

/** A value, and every error on the way to it. */
export interface CesqlResult {
  readonly value: Value
  readonly errors: readonly CesqlError[]
}

export interface Cesql {
  readonly source: string
  /** Functions that are called and that there are none of. */
  readonly unknownFunctions: readonly string[]
  /** Never throws; gives up with a `generic` error after a million steps. */
  evaluate(event: Pick<CloudEvent, 'attributes'>): CesqlResult
}

/**
 * Compiles a CESQL v1 expression.
 *
 * @throws CesqlParseError
 */
export function compileCesql(source: string): Cesql {
  const tree = parse(source)
  const run = compile(tree)
  return {
    source,
    unknownFunctions: [...new Set(unknown(tree))],
    evaluate: ({ attributes }) => {
      const frame = new Frame(attributes)
      const value = run(frame)
      return { value: value === MISSING ? false : value, errors: frame.errors }
    },
  }
}

function unknown(tree: Expression): string[] {
  switch (tree.kind) {
    case 'literal':
    case 'attribute':
    case 'exists':
      return []
    case 'not':
    case 'negate':
    case 'like':
      return unknown(tree.operand)
    case 'binary':
      return [...unknown(tree.left), ...unknown(tree.right)]
    case 'in':
      return [tree.operand, ...tree.set].flatMap(unknown)
    case 'call': {
      const own = findFunction(tree.name, tree.arguments.length) === undefined ? [tree.name] : []
      return [...own, ...tree.arguments.flatMap(unknown)]
    }
  }
}
