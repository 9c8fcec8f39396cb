const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a Host header names this console. A page of a foreign site whose name was rebound to our address sends its own
 * name, and is refused by that (DNS rebinding).
 */
export function isOwnHost(header: string | undefined, others: readonly string[]): boolean {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:/@\s]+)(?::\d{1,5})?$/.exec(header ?? '')
  const name = match?.[1]?.toLowerCase()
  return name !== undefined && (loopback.has(name) || others.some((other) => other.toLowerCase() === name))
}

/**
 * Whether a changing request comes from a page of this console. Browsers send Origin with each of them; a request
 * without one was not made by a page, unless Sec-Fetch-Site says that it was.
 */
export function isOwnOrigin(headers: {
  origin?: string | undefined
  host?: string | undefined
  fetchSite?: string | undefined
}): boolean {
  if (headers.origin === undefined) return headers.fetchSite === 'same-origin'
  return headers.origin === `http://${headers.host}` || headers.origin === `https://${headers.host}`
}
