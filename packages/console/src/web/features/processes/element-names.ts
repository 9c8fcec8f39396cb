const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL'

/** Names of the elements of a BPMN file by their ids; an element without a name is called by its id. */
export function elementNames(xml: string): ReadonlyMap<string, string> {
  const read = new DOMParser().parseFromString(xml, 'text/xml')
  const elements = [...read.getElementsByTagNameNS(BPMN, '*')]
  return new Map(
    elements.flatMap((element) => {
      const id = element.getAttribute('id')
      return id === null ? [] : [[id, element.getAttribute('name')?.replaceAll(/\s+/g, ' ').trim() || id] as const]
    }),
  )
}
