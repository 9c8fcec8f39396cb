// FEEL
export {
  type CompiledExpression,
  type CompiledTests,
  type Evaluation,
  compileExpression,
  compileUnaryTests,
} from './feel/index.ts'
export { type Json, toJson } from './feel/json.ts'
export type { FeelContext, FeelValue } from './feel/value.ts'
export type { Warning } from './feel/run.ts'
export type { SyntaxFault } from './feel/compile/tree.ts'
