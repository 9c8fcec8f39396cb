import { type KafkaClient, json, text, topic } from '@millrace/client'
import { table } from '@millrace/streams'
import { z } from 'zod'

/** Which channels a contact wants. The last word counts. */
export const preferencesTopic = topic({
  name: 'notifications.preferences',
  key: text(),
  value: json(z.object({ email: z.boolean(), mobile: z.boolean() })),
  configs: { 'cleanup.policy': 'compact' },
})

export type Wish = { readonly email: boolean; readonly mobile: boolean }

export function keptPreferences(kafka: KafkaClient) {
  const wishes = table(kafka, preferencesTopic, { name: 'notifications.preferences.view', deadLetter: 'off' })
  return {
    ready: () => wishes.ready(),
    of: (contact: string): Wish | undefined => wishes.get(contact),
    current: () => wishes.current(10_000),
    async set(contact: string, wish: Wish): Promise<void> {
      await wishes.waitFor(await kafka.producer().send(preferencesTopic.record(contact, wish)))
    },
    stop: () => wishes.stop(),
  }
}

export type KeptPreferences = ReturnType<typeof keptPreferences>
