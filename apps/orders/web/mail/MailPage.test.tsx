import { click, find, render, type } from '@millrace/ui/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Mail } from '../../contract/notice.ts'
import { fakeService } from '@millrace/ui/testing/service'
import { at } from '../testing/orders.ts'
import { MailPage } from './MailPage.tsx'

const service = fakeService()

const mail = (more: Partial<Mail>): Mail => ({
  orderId: 'o-1',
  stage: 'orderCreated',
  status: 'sent',
  to: 'ada@example.com',
  subject: 'Order created',
  messageId: `<${more.stage ?? 'orderCreated'}>`,
  at: at(0),
  attempts: 1,
  ...more,
})

const received = {
  id: '1',
  messageId: '<orderCreated>',
  from: 'orders@example.com',
  to: ['ada@example.com'],
  subject: 'Order created',
  text: 'Pay here: http://payments.example/pay/1',
  receivedAt: at(1),
  times: 2,
}

beforeEach(() => {
  history.replaceState(null, '', '/outbox')
  service.answers['GET /inbox?limit=500'] = { items: [received] }
})

describe('the mail page', () => {
  it('shows what a mail server that is down holds up, and when it is tried again', async () => {
    history.replaceState(null, '', '/outbox?show=outbox')
    using page = await render(<MailPage />)
    const lastError = 'connect ECONNREFUSED'
    const waiting = mail({ stage: 'shipped', status: 'waiting', attempts: 7, lastError, nextAt: at(60) })
    await service.tell('mails', { items: [waiting, mail({})] })
    expect(page.container.textContent).toContain('On the way (1)')
    expect(page.container.textContent).toContain('connect ECONNREFUSED; tried again')
    await service.tell('mail', { ...waiting, status: 'sent', sentAt: at(61) })
    expect(page.container.textContent).not.toContain('ECONNREFUSED')
  })

  it('reads a received mail, says how often it came, and keeps it in the address', async () => {
    using page = await render(<MailPage />)
    await service.settle()
    await click(find(page.container, '.mail-list button'))
    expect(location.search).toBe('?mail=1')
    expect(find(page.container, 'article').textContent).toContain('2 times')
    expect(find<HTMLAnchorElement>(page.container, 'article a').href).toBe('http://payments.example/pay/1')
  })

  it('finds mail by a part of the address', async () => {
    using page = await render(<MailPage />)
    await service.settle()
    await type(find<HTMLInputElement>(page.container, '[type="search"]'), 'bruno')
    expect(page.container.textContent).toContain('No mail to “bruno”')
    expect(location.search).toBe('?to=bruno')
  })

  it('says why the inbox cannot be read', async () => {
    service.answers['GET /inbox?limit=500'] = 503
    using page = await render(<MailPage />)
    await service.settle()
    expect(page.container.textContent).toContain('The inbox could not be read')
    expect(page.container.textContent).toContain('answers 503')
  })
})
