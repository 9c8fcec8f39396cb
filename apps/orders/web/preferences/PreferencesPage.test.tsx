import { click, find, render } from '@millrace/ui/testing'
import { describe, expect, it } from 'vitest'
import { fakeService } from '@millrace/ui/testing/service'
import { PreferencesPage } from './PreferencesPage.tsx'

const service = fakeService()

describe('the preferences', () => {
  it('saves which channels are wanted', async () => {
    history.replaceState(null, '', '/preferences?contact=ada%40example.com')
    const path = '/preferences/ada%40example.com'
    service.answers[`GET ${path}`] = { contact: 'ada@example.com', email: true, mobile: true }
    service.answers[`PUT ${path}`] = { contact: 'ada@example.com', email: false, mobile: true }
    using page = await render(<PreferencesPage />)
    await click(find(page.container, '[type="submit"]'))
    await click(find(page.container, '[type="checkbox"]'))
    await click(find(page.container, '[data-kind="primary"]'))
    expect(service.posts()[0]?.body).toEqual({ email: false, mobile: true })
  })

  it('says what is wrong with a contact in the service’s words', async () => {
    history.replaceState(null, '', '/preferences?contact=x')
    service.answers['GET /preferences/x'] = 400
    using page = await render(<PreferencesPage />)
    await click(find(page.container, '[type="submit"]'))
    expect(page.container.textContent).toContain('answers 400')
  })
})
