/** A stream of server-sent events, as a test listens to it. */
export interface Heard {
  readonly events: { readonly name: string; readonly data: unknown }[]
  /** The first event of this name after those that were taken; waits for it. */
  next<T>(name: string): Promise<T>
  close(): void
}

/** Opens a stream and keeps what it says. */
export async function listen(url: string, cookie: string): Promise<Heard> {
  const stop = new AbortController()
  const answer = await fetch(url, { headers: { cookie }, signal: stop.signal })
  if (answer.body === null) throw new Error('the stream has no body')
  const events: Heard['events'] = []
  let wake = (): void => {}
  void read(answer.body, (name, data) => {
    events.push({ name, data })
    wake()
  }).catch(() => undefined)
  let taken = 0
  return {
    events,
    async next<T>(name: string) {
      for (;;) {
        const at = events.findIndex((event, place) => place >= taken && event.name === name)
        if (at !== -1) {
          taken = at + 1
          return events[at]?.data as T
        }
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    close: () => stop.abort(),
  }
}

async function read(body: AsyncIterable<Uint8Array>, hear: (name: string, data: unknown) => void): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const [name = '', data = ''] = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      hear(name.replace('event: ', ''), JSON.parse(data.replace('data: ', '')))
    }
  }
}
