import type { FeelValue } from '../value.ts'
import type { Run } from '../run.ts'
import type { Scope } from '../scope.ts'
import type { SyntaxNode } from '@lezer/common'

/** A compiled expression: a closure that allocates no tree. */
export type Evaluate = (scope: Scope, run: Run) => FeelValue

/** What compiling one node needs. */
export interface Compiler {
  /** The text of a node. */
  readonly text: (node: SyntaxNode) => string
  readonly compile: (node: SyntaxNode) => Evaluate
}

/** Compiles the nodes of one kind. */
export type CompileNode = (node: SyntaxNode, compiler: Compiler) => Evaluate

/** The name under which unary tests see the value that they test. */
export const INPUT = '?'
