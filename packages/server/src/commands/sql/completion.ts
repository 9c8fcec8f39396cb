import { request } from 'node:http'

const PATIENCE_MS = 1000

/** What may stand at the end of a statement, as the gateway says. Nothing when it does not answer in time. */
export function completionsAt(url: string, session: string, statement: string): Promise<readonly string[]> {
  const body = JSON.stringify({ statement, position: statement.length })
  return new Promise((resolve) => {
    // A GET with a body, in Flink's API: fetch makes none.
    const call = request(`${url}/v3/sessions/${session}/complete-statement`, {
      method: 'GET',
      timeout: PATIENCE_MS,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    })
    call.once('error', () => resolve([]))
    call.once('timeout', () => call.destroy())
    call.once('response', (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += String(chunk)))
      response.once('end', () => resolve(candidatesOf(text)))
    })
    call.end(body)
  })
}

function candidatesOf(text: string): readonly string[] {
  try {
    return (JSON.parse(text) as { candidates?: readonly string[] }).candidates ?? []
  } catch {
    return []
  }
}
