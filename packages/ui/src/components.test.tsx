import { describe, expect, it } from 'vitest'
import { TextField } from './controls/Field.tsx'
import { ThemeToggle } from './controls/ThemeToggle.tsx'
import { LiveBadge } from './display/LiveBadge.tsx'
import { Dialog } from './feedback/Dialog.tsx'
import { StaleNotice } from './feedback/StaleNotice.tsx'
import { ToastProvider, useToasts } from './feedback/Toast.tsx'
import { click, find, render } from './testing/render.tsx'
import { NowOffset } from './time/now.ts'
import { RelativeTime } from './time/RelativeTime.tsx'

describe('the shared components', () => {
  it('tie an error to its input', async () => {
    using page = await render(<TextField label="Partitions" error="0 is too few: at least 1" />)
    const input = find(page.container, 'input')
    expect(input.getAttribute('aria-invalid')).toBe('true')
    const described = input.getAttribute('aria-describedby')
    expect(document.getElementById(described ?? '')?.textContent).toBe('0 is too few: at least 1')
  })

  it('keep a chosen theme', async () => {
    using page = await render(<ThemeToggle />)
    await click(find(page.container, 'input[aria-label="Dark"]'))
    expect(document.documentElement.dataset['theme']).toBe('dark')
    expect(localStorage.getItem('millrace-theme')).toBe('dark')
    await click(find(page.container, 'input[aria-label="As the system"]'))
    expect(document.documentElement.dataset['theme']).toBeUndefined()
  })

  it('say how long a view has been stale', async () => {
    using page = await render(<LiveBadge state="stale" since={Date.now() - 65_000} />)
    expect(page.container.textContent).toMatch(/^Stale 1 min/)
  })

  it('tell times by the clock of the platform, which may be far ahead', async () => {
    const hour = 3_600_000
    using page = await render(
      <NowOffset value={2 * hour}>
        <RelativeTime at={Date.now() + hour} />
      </NowOffset>,
    )
    expect(page.container.textContent).toMatch(/(59 min\.|1 hr\.) ago/)
  })

  it('close a dialog on Escape and on its button', async () => {
    let closed = 0
    using page = await render(
      <Dialog title="Reset offsets" onClose={() => (closed += 1)}>
        body
      </Dialog>,
    )
    const dialog = find(page.container, 'dialog')
    expect(dialog.hasAttribute('open')).toBe(true)
    await click(find(dialog, 'button[aria-label="Close"]'))
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
    expect(closed).toBe(2)
  })

  it('keep a failure on the screen until it is closed', async () => {
    function Failing() {
      const toasts = useToasts()
      return (
        <button type="button" onClick={() => toasts.failed('The group is not empty')}>
          go
        </button>
      )
    }
    using page = await render(
      <ToastProvider>
        <Failing />
      </ToastProvider>,
    )
    await click(find(page.container, 'button'))
    expect(page.container.textContent).toContain('The group is not empty')
    await click(find(page.container, 'button[aria-label="Close message"]'))
    expect(page.container.textContent).not.toContain('The group is not empty')
  })
})

describe('a connection that is lost under a virtual clock', () => {
  const live = { status: 'stale', upToDateAt: Date.now() - 90_000, version: 1, retry: () => undefined } as const

  it('is as old as the browser says', async () => {
    using page = await render(
      <NowOffset value={-1e10}>
        <LiveBadge state="stale" since={live.upToDateAt} />
        <StaleNotice live={live} service="the shop" />
      </NowOffset>,
    )
    expect(page.container.textContent).toContain('Stale 1 min')
    expect(page.container.textContent).toContain('Last up to date 1 min. ago;')
  })
})
