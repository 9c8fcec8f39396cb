/** Prefixes are ours, whatever the file calls them: `bpmn`, `zeebe`, `xsi`. */
export interface XmlElement {
  /** `bpmn:serviceTask`, `zeebe:input`. */
  readonly tag: string
  /** By name; those of another namespace with its prefix: `xsi:type`. An empty attribute is none. */
  readonly attributes: ReadonlyMap<string, string>
  readonly parent: XmlElement | undefined
  readonly children: readonly XmlElement[]
  /** Its own text, trimmed. */
  readonly text: string
}

export const attribute = (element: XmlElement, name: string): string | undefined => element.attributes.get(name)

/** The attribute, or undefined when it is missing, empty or blank. */
export function filled(element: XmlElement, name: string): string | undefined {
  const value = element.attributes.get(name)
  return value === undefined || value.trim() === '' ? undefined : value
}

export const childrenOf = (element: XmlElement, tag: string): XmlElement[] =>
  element.children.filter((child) => child.tag === tag)

export const childOf = (element: XmlElement, tag: string): XmlElement | undefined =>
  element.children.find((child) => child.tag === tag)

/** The elements of this name in `bpmn:extensionElements`. */
export const extensionsOf = (element: XmlElement, tag: string): XmlElement[] =>
  childrenOf(element, 'bpmn:extensionElements').flatMap((extensions) => childrenOf(extensions, tag))

export const extensionOf = (element: XmlElement, tag: string): XmlElement | undefined => extensionsOf(element, tag)[0]

/** `bpmn:serviceTask` -> `serviceTask` */
export const localName = (element: XmlElement): string => element.tag.slice(element.tag.indexOf(':') + 1)

/** The id of an element of BPMN; Zeebe's extension elements have none. */
export const idOf = (element: XmlElement): string | undefined =>
  element.tag.startsWith('bpmn:') && element.tag !== 'bpmn:definitions' ? filled(element, 'id') : undefined

/** Where a fault lies, as Zeebe names it: from the closest element with an id, `task > extensionElements > input`. */
export function pathOf(element: XmlElement): string {
  const names: string[] = []
  for (let current: XmlElement | undefined = element; current !== undefined; current = current.parent) {
    const id = idOf(current)
    names.unshift(id ?? localName(current))
    if (id !== undefined) break
  }
  return names.join(' > ')
}

/** The element and all below it, in the order of the file. */
export function* walk(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of element.children) yield* walk(child)
}
