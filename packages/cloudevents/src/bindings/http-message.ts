/** A request or an answer, as far as events are in it. Header values are as Node gives them (Latin-1). */
export interface HttpMessage {
  /** Pairs in the order of arrival; names in any case, and maybe more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

/** Pairs out of Node's `rawHeaders`. */
export function headerPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] as string, raw[at + 1] as string])
  return pairs
}

/** The first value of a header; names compare case-insensitively. */
export function headerOf(message: Pick<HttpMessage, 'headers'>, name: string): string | undefined {
  return message.headers.find(([other]) => other.toLowerCase() === name)?.[1]
}
