import { click, find, render, type } from '@millrace/ui/testing'
import { act } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { IncidentNotice } from './IncidentNotice.tsx'

const incident = { job: '7', orderId: 'o', elementId: 'raise_incident', message: 'order o is not complete', at: 1 }

afterEach(() => vi.unstubAllGlobals())

/** The operator's service, which answers like this, one after the other; gives what it was asked. */
function answering(...answers: Response[]) {
  const asked: unknown[] = []
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    asked.push([path, JSON.parse(String(body))])
    return answers.shift() ?? Response.json({}, { status: 500 })
  })
  return asked
}

const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 20)))

it('asks for the key of the incident where the engine has no search, and sends it', async () => {
  const missing = { code: 'INCIDENT_KEY_MISSING', detail: 'the engine has no search' }
  const asked = answering(Response.json(missing, { status: 422 }), Response.json({}, { status: 202 }))
  using page = await render(<IncidentNotice incident={incident} place="Raise Incident" />)
  const { container } = page
  await click(find(container, 'button'))
  await settle()
  await type(find(container, 'input') as HTMLInputElement, '2251799813685695')
  await click(find(container, 'button'))
  await settle()
  expect(asked).toEqual([
    ['/incidents/7/retry', {}],
    ['/incidents/7/retry', { incidentKey: '2251799813685695' }],
  ])
  expect(container.textContent).not.toContain('no search')
})

it('says why it could not be retried', async () => {
  answering(Response.json({ detail: 'the engine is away' }, { status: 503 }))
  using page = await render(<IncidentNotice incident={incident} place="Raise Incident" />)
  const { container } = page
  await click(find(container, 'button'))
  await settle()
  expect(find(container, '[role=alert]').textContent).toContain('the engine is away')
})
