/** A media type in parts; type and parameter names in lower case. */
export interface MediaType {
  readonly type: string
  readonly subtype: string
  readonly parameters: ReadonlyMap<string, string>
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const TYPE = new RegExp(`^(${TOKEN})/(${TOKEN})[ \\t]*(.*)$`, 's')
const PARAMETER = new RegExp(`^;[ \\t]*(?:(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)"))?[ \\t]*`, 's')

/** Reads a media type (RFC 9110, section 8.3.1); undefined when it is none. */
export function parseMediaType(text: string): MediaType | undefined {
  // A header carries it as it is, so it holds nothing that a header cannot.
  if (!/^[\t\u0020-\u007e]*$/.test(text)) return undefined
  const parts = TYPE.exec(text.trim())
  if (parts === null) return undefined
  const parameters = new Map<string, string>()
  let rest = parts[3] ?? ''
  while (rest !== '') {
    const found = PARAMETER.exec(rest)
    if (found === null) return undefined
    const [whole, name, token, quoted] = found
    if (name !== undefined) parameters.set(name.toLowerCase(), token ?? (quoted ?? '').replaceAll(/\\(.)/gs, '$1'))
    rest = rest.slice(whole.length)
  }
  return { type: (parts[1] ?? '').toLowerCase(), subtype: (parts[2] ?? '').toLowerCase(), parameters }
}

/** Whether data of this type is a JSON document: subtype `json` or `+json`, in any case, parameters aside. */
export function isJsonType(text: string): boolean {
  const parsed = parseMediaType(text)
  return parsed !== undefined && (parsed.subtype === 'json' || parsed.subtype.endsWith('+json'))
}

/** The charset that a type names, in lower case; undefined when it names none. */
export function charsetOf(text: string): string | undefined {
  return parseMediaType(text)?.parameters.get('charset')?.toLowerCase()
}
