import type { Place } from '../../contract/desk.ts'

/** A drawn process in an element of the page. */
export interface DiagramView {
  /** Shows the way that was come, in place of the one before. */
  mark(places: readonly Place[]): void
  select(elementId: string | undefined): void
  /** Brings an element into the middle, at a size at which it can be read; the whole diagram without one. */
  show(elementId: string | undefined): void
  fit(): void
  zoom(factor: number): void
  close(): void
}

/** What is used of bpmn-js. */
interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number
  addMarker(elementId: string, marker: string): void
  removeMarker(elementId: string, marker: string): void
  scrollToElement(elementId: string): void
  resized(): void
  getSize(): { readonly width: number; readonly height: number }
  viewbox(shown: { x: number; y: number; width: number; height: number }): void
}
interface Overlays {
  add(elementId: string, type: string, overlay: { position: object; html: HTMLElement }): string
  remove(filter: { type: string }): void
}
interface EventBus {
  on(event: 'element.click', heard: (clicked: { readonly element: { readonly id: string } }) => void): void
}
interface ElementRegistry {
  get(
    id: string,
  ): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined
}

const READABLE = 0.75
const FLAG = 'desk-flag'
const flags: Readonly<Partial<Record<Place['state'], string>>> = {
  here: 'here',
  stuck: 'incident',
  cancelled: 'cancelled',
}

/** Draws it. Rejects when it cannot be loaded or the XML cannot be drawn. */
export async function openDiagram(
  container: HTMLElement,
  xml: string,
  onClick: (elementId: string) => void,
): Promise<DiagramView> {
  const { default: NavigatedViewer } = await import('./navigated-viewer.ts')
  const viewer = new NavigatedViewer({
    container,
    bpmnRenderer: {
      defaultFillColor: 'var(--surface)',
      defaultStrokeColor: 'var(--diagram-line)',
      defaultLabelColor: 'var(--text)',
    },
  })
  await viewer.importXML(xml)
  const canvas = viewer.get('canvas') as Canvas
  const overlays = viewer.get('overlays') as Overlays
  const registry = viewer.get('elementRegistry') as ElementRegistry
  ;(viewer.get('eventBus') as EventBus).on('element.click', ({ element }) => onClick(element.id))
  const svg = container.querySelector('svg[data-element-id], .djs-container > svg')
  svg?.setAttribute('role', 'img')
  svg?.setAttribute(
    'aria-label',
    'Diagram of the process; the elements that the order has come through are listed below',
  )
  const known = (elementId: string): boolean => registry.get(elementId) !== undefined
  let marked: readonly Place[] = []
  let selected: string | undefined
  let shown: string | undefined
  const fit = (): void => void canvas.zoom('fit-viewport', 'auto')
  const show = (elementId: string): void => {
    const element = registry.get(elementId)
    const { width, height } = canvas.getSize()
    if (element === undefined || width === 0) return
    const scale = Math.max(canvas.zoom(), READABLE)
    const x = element.x + element.width / 2 - width / scale / 2
    const y = element.y + element.height / 2 - height / scale / 2
    canvas.viewbox({ x, y, width: width / scale, height: height / scale })
  }
  const look = (): void => {
    fit()
    if (shown !== undefined) show(shown)
  }
  const observer = new ResizeObserver(() => {
    canvas.resized()
    look()
  })
  observer.observe(container)
  return {
    fit,
    zoom: (factor) => void canvas.zoom(canvas.zoom() * factor, 'auto'),
    mark: (places) => {
      for (const { elementId, state } of marked) canvas.removeMarker(elementId, `desk-${state}`)
      overlays.remove({ type: FLAG })
      marked = places.filter(({ elementId }) => known(elementId))
      for (const { elementId, state, type } of marked) {
        canvas.addMarker(elementId, `desk-${state}`)
        const word = type === 'subProcess' ? undefined : flags[state]
        if (word !== undefined)
          overlays.add(elementId, FLAG, { position: { top: -14, left: -6 }, html: flag(word, state) })
      }
    },
    select: (elementId) => {
      if (selected !== undefined) canvas.removeMarker(selected, 'desk-selected')
      selected = elementId !== undefined && known(elementId) ? elementId : undefined
      if (selected === undefined) return
      canvas.addMarker(selected, 'desk-selected')
      canvas.scrollToElement(selected)
    },
    show: (elementId) => {
      shown = elementId
      look()
    },
    close: () => {
      observer.disconnect()
      viewer.destroy()
    },
  }
}

function flag(word: string, state: Place['state']): HTMLElement {
  const element = document.createElement('span')
  element.className = 'desk-flag'
  element.dataset['state'] = state
  element.textContent = word
  return element
}
