/** Where a console is, from its port on this machine or its URL. */
export function consoleUrl(portOrUrl: string): string {
  return /^\d+$/u.test(portOrUrl) ? `http://127.0.0.1:${portOrUrl}` : portOrUrl.replace(/\/+$/u, '')
}
