import type { ElementInstance } from '../../../contract/processes.ts'

export interface TreeNode {
  key: string
  /** Key of the scope; undefined at the top. */
  parent: string | undefined
  /** 1 at the top. */
  level: number
  element: ElementInstance
  children: readonly TreeNode[]
}

/** Element instances in their scopes, in the order in which they began; what has lost its scope stands at the top. */
export function treeOf(elements: readonly ElementInstance[], root: string): readonly TreeNode[] {
  const keys = new Set(elements.map(({ elementInstanceKey }) => elementInstanceKey))
  const byScope = Map.groupBy(elements, ({ elementInstanceScopeKey: scope }) => (keys.has(scope) ? scope : root))
  const nodes = (scope: string, level: number): readonly TreeNode[] =>
    (byScope.get(scope) ?? []).map((element) => ({
      key: element.elementInstanceKey,
      parent: level === 1 ? undefined : scope,
      level,
      element,
      children: nodes(element.elementInstanceKey, level + 1),
    }))
  return nodes(root, 1)
}

/** What is on the screen, from top to bottom: nothing below a closed one. */
export function visibleNodes(nodes: readonly TreeNode[], closed: ReadonlySet<string>): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...(closed.has(node.key) ? [] : visibleNodes(node.children, closed))])
}
