import { toggle } from '@millrace/client'
import { settingsSchema } from '../settings.ts'

/** What the web service gets from its environment. */
export const webSettings = settingsSchema('web').extend({
  /** `off` takes the back office from this instance. */
  TICKETS_OFFICE: toggle().default(true),
})
