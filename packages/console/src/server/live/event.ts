/** One server-sent event as bytes of the wire (WHATWG HTML, 9.2). `data` is JSON and so holds no line break. */
export function eventText(event: { name: string; data: unknown; id?: string }): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`
  return `${id}event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`
}
