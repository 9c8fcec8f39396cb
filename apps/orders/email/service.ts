import { messageOf } from '@millrace/kernel'
import { bearerToken, httpUrl } from '@millrace/client'
import { z } from 'zod'
import type { Job } from '../entity/decision.ts'
import { type Outcome, jobsOf, onEvent, onOutcome, outboundSchema, outcomeSchema } from '../outbound/message.ts'
import { noticeOf } from '../outbound/notices-client.ts'
import { entityService, partsOf } from '../service.ts'
import { ports } from '../settings.ts'
import { businessTopics } from '../topics.ts'
import { inboxRoutes } from './inbox.ts'
import { type MailContent, type MailState, mailContent, messageIdOf } from './mail.ts'
import { mailRoutes } from './routes.ts'
import { type MailServer, mailServer } from './smtp.ts'

const own = z.object({
  SMTP_URL: z
    .string()
    .refine((text) => /^smtps?:$/u.test(URL.parse(text)?.protocol ?? ''), 'a URL such as smtp://127.0.0.1:1025')
    .default('smtp://127.0.0.1:1025'),
  /** The platform, whose inbox the page shows. */
  INBOX_URL: httpUrl().optional(),
  MILLRACE_CLOCK_URL: httpUrl().optional(),
  /** Bearer key of the platform. */
  MILLRACE_CLOCK_TOKEN: bearerToken().optional(),
  MAIL_FROM: z.string().default('Weir <orders@millrace.example>'),
})

/** Sends what notifications has to say by e-mail, one mail a stage; while the mail server is away it tries on. */
export const startEmail = entityService({
  name: 'email',
  port: ports.email,
  own,
  pages: ['/outbox'],
  build: ({ settings }) => {
    const server = mailServer(settings.SMTP_URL, settings.MAIL_FROM)
    return partsOf({
      kind: {
        id: 'email',
        state: outboundSchema(mailContent),
        command: outcomeSchema(mailContent),
        inputs: businessTopics,
        onCommand: onOutcome,
        onEvent,
        jobs: jobsOf,
        perform: (state, job, signal) => sendMail(server, settings.NOTIFICATIONS_URL, state, job, signal),
      },
      routes: (app, mails, live) => {
        mailRoutes(app, mails, live)
        const { INBOX_URL, MILLRACE_CLOCK_URL, MILLRACE_CLOCK_TOKEN } = settings
        inboxRoutes(app, INBOX_URL ?? MILLRACE_CLOCK_URL, INBOX_URL === undefined ? MILLRACE_CLOCK_TOKEN : undefined)
      },
      stop: async () => server.close(),
    })
  },
})

async function sendMail(
  server: MailServer,
  notifications: string,
  { orderId, messages }: MailState,
  { id }: Job,
  signal: AbortSignal,
): Promise<Outcome<MailContent>> {
  const stage = id as Outcome<MailContent>['stage']
  let content = messages.find((message) => message.stage === stage)?.content
  try {
    const { email, customer } = await noticeOf(notifications, orderId, stage, signal)
    if (email === null) return { stage, outcome: 'unwanted' }
    content = { to: customer.email, ...email }
    const to = { name: customer.name, address: customer.email }
    await server.send({ to, ...email, messageId: messageIdOf(orderId, stage) })
    return { stage, outcome: 'sent', content }
  } catch (error) {
    return { stage, outcome: 'failed', error: messageOf(error), content }
  }
}
