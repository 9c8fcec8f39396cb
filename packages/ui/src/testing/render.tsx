import { type ReactNode, act } from 'react'
import { type Root, createRoot } from 'react-dom/client'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

export interface Rendered extends Disposable {
  container: HTMLElement
  /** Renders again, in place. */
  show: (node: ReactNode) => Promise<void>
}

/** Renders into a fresh element of the document and takes it away when disposed of: `using page = await render(…)`. */
export async function render(node: ReactNode): Promise<Rendered> {
  const container = document.createElement('div')
  document.body.append(container)
  const root: Root = createRoot(container)
  const show = async (next: ReactNode) => act(async () => root.render(next))
  await show(node)
  const dispose = () => {
    act(() => root.unmount())
    container.remove()
  }
  return { container, show, [Symbol.dispose]: dispose }
}

/** The one element that matches; fails with the page's text when there is none. */
export function find<E extends HTMLElement = HTMLElement>(within: ParentNode, selector: string): E {
  const found = within.querySelector<E>(selector)
  if (found === null) throw new Error(`no ${selector} in: ${within.textContent ?? ''}`)
  return found
}

export async function click(element: HTMLElement): Promise<void> {
  await act(async () => element.click())
}

/** Writes into a controlled input the way that a person does: React listens to the native setter. */
export async function type(element: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  await act(async () => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value')?.set?.call(element, text)
    element.dispatchEvent(new Event('input', { bubbles: true }))
  })
}
