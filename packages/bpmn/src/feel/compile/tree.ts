import type { SyntaxNode } from '@lezer/common'
import { parser, trackVariables } from '@bpmn-io/lezer-feel'

/** Where an expression cannot be read: byte offset in the text, and what stands there. */
export interface SyntaxFault {
  readonly kind: 'fault'
  readonly position: number
  readonly message: string
}

/** Longer texts and deeper nesting are refused: compiling and evaluating descend the tree. */
export const EXPRESSION_CHARS = 32_768
const NESTING_DEPTH = 200

/** Names that hold keywords are only read as names when the tokenizer knows them. */
const NAMES_WITH_KEYWORDS = trackVariables({ 'get or else': null })

/** Parses with the grammar of bpmn.io; the first error in the tree is the fault. */
export function parseTree(text: string, top: 'Expression' | 'UnaryTests'): SyntaxNode | SyntaxFault {
  if (text.length > EXPRESSION_CHARS) {
    return fault(0, `an expression has at most ${EXPRESSION_CHARS} characters, this one ${text.length}`)
  }
  const tree = parser.configure({ top, contextTracker: NAMES_WITH_KEYWORDS }).parse(text)
  let found: SyntaxFault | undefined
  let depth = 0
  tree.iterate({
    enter: (node) => {
      depth += 1
      if (depth > NESTING_DEPTH) found ??= fault(node.from, `nested more than ${NESTING_DEPTH} deep`)
      if (node.type.isError) found ??= fault(node.from, unexpected(text, node.from))
      return found === undefined
    },
    leave: () => {
      depth -= 1
    },
  })
  return found ?? tree.topNode
}

function unexpected(text: string, position: number): string {
  const rest = text.slice(position).trim()
  return rest === ''
    ? 'unexpected end of the expression'
    : `unexpected '${rest.slice(0, 20)}' at character ${position + 1}`
}

const fault = (position: number, message: string): SyntaxFault => ({ kind: 'fault', position, message })

/** The children that are not comments. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment' && child.name !== 'BlockComment') found.push(child)
  }
  return found
}

/** The children that are expressions: no keywords, brackets or operators. */
export function operands(node: SyntaxNode): SyntaxNode[] {
  return children(node).filter((child) => /^[A-Z?]|^null$/.test(child.name) && !child.name.endsWith('Op'))
}
