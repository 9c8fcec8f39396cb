import { type KeyboardEvent, useRef, useState } from 'react'
import type { ElementInstance } from '../../../contract/processes.ts'
import { InstanceStatus } from './InstanceStatus.tsx'
import { type TreeNode, treeOf, visibleNodes } from './element-tree.ts'

interface TreeProps {
  elements: readonly ElementInstance[]
  /** Key of the process instance, the root of the tree. */
  root: string
  names: ReadonlyMap<string, string>
  chosen: string | undefined
  onChoose: (elementInstanceKey: string | undefined) => void
}

/** The elements of an instance in their scopes, for the keyboard: arrows move, Enter chooses (WAI-ARIA, tree view). */
export function ElementTree({ elements, root, names, chosen, onChoose }: TreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<string>()
  const list = useRef<HTMLUListElement>(null)
  const tree = treeOf(elements, root)
  const shown = visibleNodes(tree, closed)
  const current = shown.find(({ key }) => key === (focused ?? chosen)) ?? shown[0]
  const open = (key: string, isOpen: boolean) =>
    setClosed((old) => new Set(isOpen ? [...old].filter((one) => one !== key) : [...old, key]))
  const go = (node: TreeNode | undefined) => {
    if (node === undefined) return
    setFocused(node.key)
    list.current?.querySelector<HTMLElement>(`[data-key="${node.key}"]`)?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (current === undefined) return
    const at = shown.indexOf(current)
    const isClosed = closed.has(current.key)
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(shown[at + 1]),
      ArrowUp: () => go(shown[at - 1]),
      Home: () => go(shown[0]),
      End: () => go(shown.at(-1)),
      ArrowRight: () => (isClosed ? open(current.key, true) : go(current.children[0])),
      ArrowLeft: () =>
        current.children.length > 0 && !isClosed
          ? open(current.key, false)
          : go(shown.find(({ key }) => key === current.parent)),
      Enter: () => onChoose(current.key === chosen ? undefined : current.key),
      ' ': () => onChoose(current.key === chosen ? undefined : current.key),
    }
    const act = acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const item = (node: TreeNode) => (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree hears the keys of all its items
    <li
      key={node.key}
      role="treeitem"
      data-key={node.key}
      aria-level={node.level}
      aria-selected={node.key === chosen}
      aria-expanded={node.children.length === 0 ? undefined : !closed.has(node.key)}
      tabIndex={node === current ? 0 : -1}
      className="tree-item"
      data-level={Math.min(node.level, 6)}
      onClick={() => {
        setFocused(node.key)
        onChoose(node.key === chosen ? undefined : node.key)
      }}
    >
      <span className="tree-name" title={node.element.elementId}>
        {names.get(node.element.elementId) ?? node.element.elementId}
      </span>
      <InstanceStatus state={node.element.state} hasIncident={node.element.hasIncident} />
    </li>
  )
  return (
    <ul ref={list} role="tree" aria-label="Elements" className="tree mr-panel" onKeyDown={press}>
      {shown.map(item)}
    </ul>
  )
}
