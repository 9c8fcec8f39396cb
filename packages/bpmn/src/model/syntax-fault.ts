import { compileExpression } from '../feel/index.ts'

const AFTER_EXPRESSION = '(binaryComparison | between | instanceOf | in | "and" | "or" | end-of-input)'
const AT_START = '(start-of-input | ifOp | forOp | quantifiedOp | disjunction)'
const FOUND_CHARS = 10
/** Looking for the prefix parses again and again: of longer texts the parser's own message is given. */
const TEXT_CHARS = 500

/**
 * Where an expression stops being one, as Zeebe says it: what could be read is the longest beginning that is an
 * expression, and what follows was not expected.
 * @param own the parser's message, for texts that are too long to look at again
 */
export function syntaxFault(text: string, own: string): string {
  if (text.length > TEXT_CHARS) return own
  const end = longestExpression(text)
  const at = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0)
  const lines = text.slice(0, at).split('\n')
  const place = `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
  const found = JSON.stringify(text.slice(at, at + FOUND_CHARS))
  return `Expected ${end === 0 ? AT_START : AFTER_EXPRESSION}:${place}, found ${found}`
}

/** Where the longest beginning ends that is an expression by itself; 0 when none is. */
function longestExpression(text: string): number {
  const ends = [...text.matchAll(/[\p{L}\p{N}_]+|\s+|[^\s\p{L}\p{N}_]/gu)].map((token) => token.index)
  for (const end of ends.toReversed()) {
    const prefix = text.slice(0, end).trimEnd()
    if (prefix !== '' && compileExpression(prefix).kind === 'expression') return prefix.length
  }
  return 0
}
