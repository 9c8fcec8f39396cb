import { describe, expect, it } from 'vitest'
import { useSending } from '../remote/use-sending.ts'
import { fakeService } from '../testing/fake-service.ts'
import { click, find, render } from '../testing/render.tsx'
import { RelativeTime } from '../time/RelativeTime.tsx'
import { AppFrame } from './AppFrame.tsx'
import { Steps } from './Steps.tsx'

const HOUR = 3_600_000
const places = [{ name: 'Shop', href: '/', isCurrent: true }]

describe('the frame of an app', () => {
  it('times a lost connection by the browser’s clock and the page by the platform’s, months ahead', async () => {
    const offset = 60 * 24 * HOUR
    const live = { status: 'stale', upToDateAt: Date.now() - 65_000, version: 1, retry: () => {} } as const
    using page = await render(
      <AppFrame app="Weir" brand="Weir" places={places} title="Orders" live={live} offset={offset} service="the shop">
        <RelativeTime at={Date.now() + offset - 1.5 * HOUR} />
      </AppFrame>,
    )
    const text = page.container.textContent ?? ''
    expect(text).toMatch(/Stale 1 min/)
    expect(text).toMatch(/The connection to the shop is lost\. Last up to date 1 min\. ago/)
    expect(text).toMatch(/[12] hr\. ago$/)
  })

  it('says which page this is, and nothing of a connection that it has none of', async () => {
    using page = await render(
      <AppFrame
        app="Weir"
        brand="Weir"
        places={[...places, { name: 'Mail', href: undefined, isCurrent: false }]}
        title="Order"
      >
        body
      </AppFrame>,
    )
    expect(document.title).toBe('Order · Weir')
    expect(find(page.container, 'nav [aria-current]').textContent).toBe('Shop')
    expect(page.container.textContent).not.toMatch(/Live|Stale|Connecting/)
  })
})

it('steps say which is next, and when each was done', async () => {
  const at = Date.UTC(2026, 10, 21, 12, 0, 5)
  using page = await render(
    <Steps
      title="Progress"
      steps={[
        { id: 'a', title: 'Placed', icon: 'bag', state: 'done', at },
        { id: 'b', title: 'Paid', icon: 'card', state: 'next', at: undefined },
        { id: 'c', title: 'Shipped', icon: 'truck', state: 'ahead', at: undefined },
      ]}
    />,
  )
  expect(find(page.container, '[aria-current=step]').textContent).toBe('Paidnext')
  expect(find(page.container, 'time').getAttribute('datetime')).toBe('2026-11-21T12:00:05.000Z')
})

describe('what is sent', () => {
  const service = fakeService()

  function Form({ text }: { text: string }) {
    const { send, failure, isBusy } = useSending<{ text: string }, { id: string }>('/things', () => {})
    return (
      <button type="button" disabled={isBusy} onClick={() => void send({ text })}>
        {failure?.message ?? 'Send'}
      </button>
    )
  }

  it('keeps its key until it has worked, and takes another for something else', async () => {
    service.answers['POST /things'] = 503
    using page = await render(<Form text="a" />)
    for (const text of ['a', 'a', 'b']) {
      await page.show(<Form text={text} />)
      await click(find(page.container, 'button'))
      await service.settle()
    }
    expect(find(page.container, 'button').textContent).toBe('answers 503')
    const [first, second, third] = service.posts().map(({ key }) => key)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })
})
