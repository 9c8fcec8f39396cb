import { Fault } from '@millrace/kernel'

const EVENT_LIMIT_CHARS = 64 * 1024

/** The data of a stream of server-sent events, as they come (HTML standard, section 9.2; names and ids are not used). */
export async function* eventData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let buffered = ''
  for await (const chunk of body) {
    buffered += decoder.decode(chunk, { stream: true }).replaceAll('\r', '')
    if (buffered.length > EVENT_LIMIT_CHARS)
      throw new Fault('EVENT_TOO_LONG', `an event is longer than ${EVENT_LIMIT_CHARS} characters`)
    for (let end = buffered.indexOf('\n\n'); end >= 0; end = buffered.indexOf('\n\n')) {
      const data = dataOf(buffered.slice(0, end))
      buffered = buffered.slice(end + 2)
      if (data !== '') yield data
    }
  }
}

function dataOf(event: string): string {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'))
  return lines.map((line) => line.slice(5).replace(/^ /u, '')).join('\n')
}
