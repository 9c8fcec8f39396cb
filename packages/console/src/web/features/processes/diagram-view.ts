import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import 'bpmn-js/dist/assets/diagram-js.css'

/** A number that stands at an element. */
export interface Badge {
  elementId: string
  kind: 'running' | 'incident'
  text: string
  /** The same in words. */
  title: string
}

interface Canvas {
  addMarker: (id: string, marker: string) => void
  removeMarker: (id: string, marker: string) => void
  zoom: (level?: 'fit-viewport' | number, center?: 'auto') => number
  resized: () => void
}
interface Overlays {
  add: (id: string, type: string, overlay: { position: object; html: HTMLElement }) => string
  remove: (filter: { type: string }) => void
}
interface Elements {
  get: (id: string) => object | undefined
}
interface Events {
  on: (name: string, listener: (event: { element: { id: string; parent?: object } }) => void) => void
}

const POSITIONS = { running: { top: -12, left: -12 }, incident: { top: -12, right: 14 } } as const
const STEP = 1.3

/** bpmn-js behind the few things that the pages ask of it; its colours are the theme's. */
export class DiagramView {
  readonly #viewer: NavigatedViewer
  #marked: (readonly [id: string, marker: string])[] = []

  constructor(container: HTMLElement, onChoose: (elementId: string) => void) {
    const bpmnRenderer = { defaultFillColor: 'var(--surface)', defaultStrokeColor: 'var(--text)' }
    this.#viewer = new NavigatedViewer({ container, bpmnRenderer })
    this.#viewer.get<Events>('eventBus').on('element.click', ({ element: { id, parent } }) => {
      // The ground has no parent; a label belongs to its element.
      if (parent !== undefined) onChoose(id.replace(/_label$/, ''))
    })
  }

  /** Draws what the file draws; a file without a drawing is laid out. @throws when it holds nothing to draw */
  async show(xml: string): Promise<void> {
    const isDrawn = /:?BPMNDiagram\b/.test(xml)
    await this.#viewer.importXML(isDrawn ? xml : (await import('./drawing.ts')).withDrawing(xml))
    this.fit()
  }

  /** The whole drawing in its frame. */
  fit(): void {
    const canvas = this.#canvas
    canvas.resized()
    canvas.zoom('fit-viewport', 'auto')
  }

  zoom(direction: 1 | -1): void {
    const canvas = this.#canvas
    canvas.zoom(canvas.zoom() * STEP ** direction, 'auto')
  }

  /** Elements with the classes that they get; those that had some before lose them. */
  mark(markers: readonly (readonly [id: string, marker: string])[]): void {
    for (const [id, marker] of this.#marked) this.#canvas.removeMarker(id, marker)
    this.#marked = markers.filter(([id]) => this.#has(id))
    for (const [id, marker] of this.#marked) this.#canvas.addMarker(id, marker)
  }

  badge(badges: readonly Badge[]): void {
    const overlays = this.#viewer.get<Overlays>('overlays')
    overlays.remove({ type: 'count' })
    for (const { elementId, kind, text, title } of badges) {
      if (!this.#has(elementId)) continue
      const html = document.createElement('div')
      html.className = `diagram-badge diagram-badge-${kind}`
      html.textContent = text
      html.title = title
      overlays.add(elementId, 'count', { position: POSITIONS[kind], html })
    }
  }

  destroy(): void {
    this.#viewer.destroy()
  }

  get #canvas(): Canvas {
    return this.#viewer.get<Canvas>('canvas')
  }

  #has(id: string): boolean {
    return this.#viewer.get<Elements>('elementRegistry').get(id) !== undefined
  }
}
