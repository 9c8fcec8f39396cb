import { expect, it } from 'vitest'
import { eventData } from './event-stream.ts'

async function read(...chunks: string[]): Promise<string[]> {
  const body = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk)
  })()
  const found: string[] = []
  for await (const data of eventData(body)) found.push(data)
  return found
}

it('finds events wherever the chunks are cut', async () => {
  const text = ': hello\n\nid: 1\ndata: {"a":1}\n\ndata:x\r\ndata: y\r\n\r\n'
  for (let cut = 0; cut < text.length; cut++) {
    expect(await read(text.slice(0, cut), text.slice(cut))).toEqual(['{"a":1}', 'x\ny'])
  }
})

it('ends when an event is too long', async () => {
  await expect(read(`data: ${'x'.repeat(70_000)}`)).rejects.toMatchObject({ code: 'EVENT_TOO_LONG' })
})
