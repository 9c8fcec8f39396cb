/** RFC 3986, appendix B: scheme, authority, path, query, fragment. */
const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s
const PCHAR = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
const PATH = new RegExp(`^(?:${PCHAR}|/)*$`)
const QUERY = new RegExp(`^(?:${PCHAR}|[/?])*$`)
const AUTHORITY =
  /^(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d*)?$/

/** Whether a text is a URI-reference (RFC 3986, section 4.1). The empty text is one. */
export function isUriReference(text: string): boolean {
  const parts = PARTS.exec(text)
  if (parts === null) return false
  const [, scheme, authority, path = '', query, fragment] = parts
  if (authority !== undefined && (!AUTHORITY.test(authority) || (path !== '' && !path.startsWith('/')))) return false
  // A colon in the first segment would make it a scheme, so a relative path has none.
  if (scheme === undefined && authority === undefined && (path.split('/', 1)[0] ?? '').includes(':')) return false
  return PATH.test(path) && QUERY.test(query ?? '') && QUERY.test(fragment ?? '')
}

/** Whether a text is a URI with a scheme; a fragment is taken, as the SDKs do. */
export function isAbsoluteUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:./s.test(text) && isUriReference(text)
}
