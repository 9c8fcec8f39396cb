import { z } from 'zod'
import { type Outcome, jobsOf, onEvent, onOutcome, outboundSchema, outcomeSchema } from '../outbound/message.ts'
import { entityService, partsOf } from '../service.ts'
import { ports } from '../settings.ts'
import { businessTopics } from '../topics.ts'
import { type PhoneContent, phoneContent } from './phone-message.ts'
import { phoneRoutes } from './routes.ts'
import { sendToPhone } from './send.ts'
import { keptSubscriptions, subscriptionsTopic } from './subscriptions.ts'
import { vapidKey } from './vapid-file.ts'

const own = z.object({
  /** A private JWK of the curve P-256; without it one is made and kept in the data directory. */
  VAPID_PRIVATE_KEY: z.string().optional(),
})

/** The mobile application's side: a feed for each phone, and web push to the browsers that subscribed for it. */
export const startMobile = entityService({
  name: 'mobile',
  port: ports.mobile,
  own,
  pages: ['/phone', '/phone/:phone'],
  build: async ({ kafka, settings, ports: { clocks } }) => {
    await kafka.admin().ensureTopics([subscriptionsTopic])
    const key = await vapidKey(settings.VAPID_PRIVATE_KEY, settings.DATA_DIR)
    const subscriptions = keptSubscriptions(kafka)
    const sending = { subscriptions, key, notifications: settings.NOTIFICATIONS_URL, now: () => clocks.domain.now() }
    return partsOf({
      kind: {
        id: 'mobile',
        state: outboundSchema(phoneContent),
        command: outcomeSchema(phoneContent),
        inputs: businessTopics,
        onCommand: onOutcome,
        onEvent,
        jobs: jobsOf,
        perform: (state, { id }, signal) => sendToPhone(sending, state, id as Outcome<PhoneContent>['stage'], signal),
      },
      routes: (app, messages, live) => phoneRoutes(app, messages, live, { subscriptions, key, clock: clocks.domain }),
      start: () => subscriptions.ready(),
      stop: () => subscriptions.stop(),
    })
  },
})
