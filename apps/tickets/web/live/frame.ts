/** A server-sent event as bytes: encoded once, however many connections it goes to. */
export const frame = (event: string, data: unknown): Buffer =>
  Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
