import { z } from 'zod'
import { entityService, partsOf } from '../service.ts'
import { ports } from '../settings.ts'
import { businessTopics } from '../topics.ts'
import { noticesSchema, onEvent } from './notice.ts'
import { keptPreferences, preferencesTopic } from './preferences.ts'
import { noticeRoutes } from './routes.ts'

/** The notification system: turns every stage of every order into one text for each channel. */
export const startNotifications = entityService({
  name: 'notifications',
  port: ports.notifications,
  pages: ['/preferences'],
  build: async ({ kafka, ports: { clocks } }) => {
    await kafka.admin().ensureTopics([preferencesTopic])
    const preferences = keptPreferences(kafka)
    return partsOf({
      kind: {
        id: 'notifications',
        state: noticesSchema,
        command: z.never(),
        inputs: businessTopics,
        onCommand: () => ({}),
        onEvent: (state, event, now) => onEvent(state, event, now, preferences.of),
      },
      routes: (app, notices) => noticeRoutes(app, notices, preferences, clocks.liveness),
      start: () => preferences.ready(),
      stop: () => preferences.stop(),
    })
  },
})
