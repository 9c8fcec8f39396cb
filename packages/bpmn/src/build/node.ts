/** An element of XML that is being written. */
export interface XmlNode {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | undefined>>
  readonly children: readonly (XmlNode | string)[]
}

export const node = (
  tag: string,
  attributes: XmlNode['attributes'] = {},
  children: XmlNode['children'] = [],
): XmlNode => ({ tag, attributes, children })

export function toText({ tag, attributes, children }: XmlNode, indent = ''): string {
  const named = Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')
  if (children.length === 0) return `${indent}<${tag}${named} />\n`
  if (children.every((child) => typeof child === 'string')) {
    return `${indent}<${tag}${named}>${children.map(escaped).join('')}</${tag}>\n`
  }
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : toText(child, `${indent}  `)))
  return `${indent}<${tag}${named}>\n${inner.join('')}${indent}</${tag}>\n`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
}
const escaped = (text: string): string => text.replaceAll(/[&<>"\n]/g, (character) => entities[character] ?? character)
