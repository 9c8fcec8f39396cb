import { render } from '@millrace/ui/testing'
import type { UseQueryResult } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { ApiError } from '../../api/request.ts'
import { ProcessShown } from './ProcessShown.tsx'

/** What a page shows of a view that was answered, or refused with a code. */
async function shown(answer: { behind: number } | { code: string; detail: string }): Promise<string> {
  const refused = 'code' in answer
  const error = refused ? new ApiError({ type: 'about:blank', title: '', status: 404, ...answer }) : null
  const query = { data: refused ? undefined : answer, error, isError: refused }
  const view = { query: query as UseQueryResult<{ behind: number }>, stale: undefined }
  using page = await render(
    <ProcessShown view={view} what="processes">
      {() => <p>two processes</p>}
    </ProcessShown>,
  )
  return page.container.textContent ?? ''
}

it('shows what came, and says when the history is behind, and by how much', async () => {
  expect(await shown({ behind: 0 })).toBe('two processes')
  const late = await shown({ behind: 1200 })
  expect(late).toContain('The history is 1,200 events behind the engine')
  expect(late).toContain('two processes')
})

it.each([
  ['NO_ENGINE', 'No process engine'],
  ['NO_HISTORY', 'No history to look at'],
  ['HISTORY_UNREACHABLE', 'No processes'],
])('tells of %s in words', async (code, words) => {
  const text = await shown({ code, detail: 'because it is so' })
  expect(text).toContain(words)
  expect(text).toContain('because it is so')
})
