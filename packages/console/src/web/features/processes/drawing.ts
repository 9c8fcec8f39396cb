import { Graph, layout } from '@dagrejs/dagre'

const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL'
const DI = `xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"`
const NODE = /(Task|Event|Gateway|callActivity|task|subProcess|transaction|adHocSubProcess)$/
const SCOPE = /^(subProcess|transaction|adHocSubProcess)$/
/** Room around what stands in a subprocess. */
const MARGIN = 30
const EVENT = 36

interface Point {
  x: number
  y: number
}

/** A thing with its upper left corner, relative to the scope that it stands in. */
interface Shape extends Point {
  id: string
  width: number
  height: number
  isScope: boolean
}

interface Drawn {
  width: number
  height: number
  shapes: Shape[]
  edges: { id: string; points: Point[] }[]
}

/** The file with a drawing of its first process, laid out from left to right; one that has a drawing stays as it is. */
export function withDrawing(xml: string): string {
  const read = new DOMParser().parseFromString(xml, 'text/xml')
  const process = [...read.getElementsByTagNameNS(BPMN, '*')].find(({ localName }) => localName === 'process')
  const end = xml.lastIndexOf('</')
  if (process === undefined || /:?BPMNDiagram\b/.test(xml)) return xml
  const { shapes, edges } = drawScope(process)
  const drawn = [...shapes.map(shapeXml), ...edges.map(edgeXml)].join('')
  const plane = `<bpmndi:BPMNPlane id="made_plane" bpmnElement="${process.id}">${drawn}</bpmndi:BPMNPlane>`
  const diagram = `<bpmndi:BPMNDiagram id="made_diagram" ${DI}>${plane}</bpmndi:BPMNDiagram>`
  return xml.slice(0, end) + diagram + xml.slice(end)
}

/** Lays out one scope; what stands in its subprocesses is laid out first, for they are as large as that. */
function drawScope(scope: Element): Drawn {
  const children = [...scope.children].filter(({ namespaceURI }) => namespaceURI === BPMN)
  const nodes = children.filter(({ localName, id }) => NODE.test(localName) && id !== '')
  const hosts = new Map(nodes.map(({ id }) => [id, id]))
  for (const node of nodes) hosts.set(node.id, node.getAttribute('attachedToRef') ?? node.id)
  const inner = new Map(nodes.filter(isScope).map((node) => [node.id, drawScope(node)]))
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 50, ranksep: 60, marginx: MARGIN, marginy: MARGIN })
  for (const node of nodes) if (hosts.get(node.id) === node.id) graph.setNode(node.id, sizeOf(node, inner.get(node.id)))
  const flows = children.flatMap((flow) => {
    const [from, to] = [flow.getAttribute('sourceRef') ?? '', flow.getAttribute('targetRef') ?? '']
    const [source, target] = [hosts.get(from), hosts.get(to)]
    if (flow.localName !== 'sequenceFlow' || source === undefined || target === undefined) return []
    graph.setEdge(source, target, {}, flow.id)
    return [{ id: flow.id, from, to, source, target }]
  })
  layout(graph)
  const shapes = placed(nodes, hosts, graph)
  const byId = new Map(shapes.map((shape) => [shape.id, shape]))
  const edges = flows.map(({ id, from, to, source, target }) => {
    const attached = from === source ? undefined : byId.get(from)
    const goal = byId.get(to)
    if (attached !== undefined && goal !== undefined) return { id, points: fromBorder(attached, goal) }
    return { id, points: (graph.edge(source, target, id) as { points: Point[] }).points }
  })
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  const below = [...inner].map(([id, drawn]) => moved(drawn, byId.get(id) ?? { x: 0, y: 0 }))
  return {
    width,
    height,
    shapes: [...shapes, ...below.flatMap((drawn) => drawn.shapes)],
    edges: [...edges, ...below.flatMap((drawn) => drawn.edges)],
  }
}

const isScope = ({ localName }: Element): boolean => SCOPE.test(localName)

function sizeOf({ localName }: Element, drawn: Drawn | undefined): { width: number; height: number } {
  if (drawn !== undefined) return { width: Math.max(drawn.width, 100), height: Math.max(drawn.height, 80) }
  if (localName.endsWith('Event')) return { width: EVENT, height: EVENT }
  return localName.endsWith('Gateway') ? { width: 50, height: 50 } : { width: 100, height: 80 }
}

/** Corners of the nodes; boundary events sit side by side on the lower border of their host. */
function placed(nodes: readonly Element[], hosts: ReadonlyMap<string, string>, graph: Graph): Shape[] {
  const attached = new Map<string, number>()
  return nodes.flatMap((node) => {
    const { id } = node
    const host = hosts.get(id) ?? id
    const at = graph.node(host) as { x: number; y: number; width: number; height: number } | undefined
    if (at === undefined) return []
    const corner = { x: at.x - at.width / 2, y: at.y - at.height / 2 }
    if (host === id) return [{ id, ...corner, width: at.width, height: at.height, isScope: isScope(node) }]
    const before = attached.get(host) ?? 0
    attached.set(host, before + 1)
    const x = corner.x + 10 + before * (EVENT + 6)
    return [{ id, x, y: corner.y + at.height - EVENT / 2, width: EVENT, height: EVENT, isScope: false }]
  })
}

/** Down from a boundary event, then across to the side of its goal. */
function fromBorder(from: Shape, to: Shape): Point[] {
  const x = from.x + from.width / 2
  const y = to.y + to.height / 2
  return [
    { x, y: from.y + from.height },
    { x, y: Math.max(y, from.y + from.height + 20) },
    { x: to.x, y },
  ]
}

function moved({ shapes, edges, ...size }: Drawn, by: Point): Drawn {
  const move = <T extends Point>(point: T): T => ({ ...point, x: point.x + by.x, y: point.y + by.y })
  return { ...size, shapes: shapes.map(move), edges: edges.map(({ id, points }) => ({ id, points: points.map(move) })) }
}

const shapeXml = ({ id, x, y, width, height, isScope: expanded }: Shape): string =>
  `<bpmndi:BPMNShape id="${id}_made" bpmnElement="${id}"${expanded ? ' isExpanded="true"' : ''}><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/></bpmndi:BPMNShape>`

const edgeXml = ({ id, points }: Drawn['edges'][number]): string =>
  `<bpmndi:BPMNEdge id="${id}_made" bpmnElement="${id}">${points.map(({ x, y }) => `<di:waypoint x="${x}" y="${y}"/>`).join('')}</bpmndi:BPMNEdge>`
