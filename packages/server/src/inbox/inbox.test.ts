import { createTransport } from 'nodemailer'
import { seededRandom } from '@millrace/kernel'
import { expect, it, onTestFinished } from 'vitest'
import { Inbox, type NewMail } from './inbox.ts'
import { startSmtp } from './smtp.ts'

const mail = (messageId: string, text = 'hello'): NewMail => ({
  messageId,
  from: 'shop@example.com',
  to: ['ada@example.com'],
  subject: 'Order created',
  text,
  receivedAt: '2026-01-01T00:00:00.000Z',
})

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const start = async (inbox: Inbox) => {
  const smtp = await startSmtp({ host: '127.0.0.1', port: 0, inbox, now: () => 0, random: seededRandom(1), log })
  const transport = createTransport({ url: smtp.url } as Parameters<typeof createTransport>[0])
  onTestFinished(() => smtp.stop())
  onTestFinished(() => transport.close())
  return { smtp, transport }
}

it('keeps one mail of a Message-ID, and counts how often it came', () => {
  const inbox = new Inbox()
  for (const id of ['<a>', '<b>', '<a>', '<a>']) inbox.add(mail(id))
  expect(inbox.list(undefined, 10).map(({ messageId, times }) => [messageId, times])).toEqual([
    ['<b>', 1],
    ['<a>', 3],
  ])
})

it('lets the oldest go when there are too many, or too much', () => {
  const few = new Inbox({ mails: 2, bytes: 1e6 })
  for (const id of ['<a>', '<b>', '<c>']) few.add(mail(id))
  expect(few.list(undefined, 10).map(({ messageId }) => messageId)).toEqual(['<c>', '<b>'])
  const small = new Inbox({ mails: 100, bytes: 5000 })
  for (const id of ['<a>', '<b>', '<c>']) small.add(mail(id, 'x'.repeat(1000)))
  expect(small.size).toBe(1)
})

it('finds mails by recipient, in any case', () => {
  const inbox = new Inbox()
  inbox.add(mail('<a>'))
  inbox.add({ ...mail('<b>'), to: ['bob@example.com'] })
  expect(inbox.list('ADA@example.com', 10).map(({ messageId }) => messageId)).toEqual(['<a>'])
  expect(inbox.get('2')?.messageId).toBe('<b>')
  inbox.clear()
  expect(inbox.size).toBe(0)
})

it('takes a mail over SMTP as it was sent', async () => {
  const inbox = new Inbox()
  const { transport } = await start(inbox)
  const sent = {
    from: 'Shop <shop@example.com>',
    to: 'ada@example.com',
    subject: 'Grüße',
    text: 'a\nb',
    html: '<b>b</b>',
  }
  await transport.sendMail({ ...sent, messageId: '<one@shop>' })
  await transport.sendMail({ ...sent, messageId: '<one@shop>' })
  expect(inbox.list('ada@example.com', 1)).toEqual([
    {
      id: '1',
      messageId: '<one@shop>',
      from: 'shop@example.com',
      to: ['ada@example.com'],
      subject: 'Grüße',
      text: 'a\nb\n',
      html: '<b>b</b>\n',
      receivedAt: '1970-01-01T00:00:00.000Z',
      times: 2,
    },
  ])
})

it('refuses what is too long, and goes on', async () => {
  const inbox = new Inbox()
  const { transport } = await start(inbox)
  const about = { from: 'shop@example.com', to: 'ada@example.com', subject: 'long' }
  await expect(transport.sendMail({ ...about, text: 'x'.repeat(2 * 1024 * 1024) })).rejects.toThrow(/552|exceeds/u)
  await transport.sendMail({ ...about, text: 'short' })
  expect(inbox.size).toBe(1)
})

it('takes a free port when its own is taken', async () => {
  const { smtp } = await start(new Inbox())
  const port = Number(new URL(smtp.url).port)
  const second = await startSmtp({
    host: '127.0.0.1',
    port,
    inbox: new Inbox(),
    now: () => 0,
    random: seededRandom(1),
    log,
  })
  onTestFinished(() => second.stop())
  expect(second.url).not.toBe(smtp.url)
})
