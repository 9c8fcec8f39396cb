import { z } from 'zod'

const list = (what: z.ZodString) =>
  z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(what).max(8))

export const liveQuery = z.object({
  /**
   * `overview`, `topics`, `topic:<name>`, `groups`, `group:<id>`, `audit`, `processes`, `elements:<definition>`,
   * `instance:<key>`: sent whenever they have changed.
   */
  watch: list(z.string().max(300)).default([]),
  /** One topic whose new records are sent as they arrive. */
  tail: z.string().max(249).optional(),
  partitions: z
    .string()
    .regex(/^\d{1,6}(,\d{1,6}){0,199}$/)
    .optional(),
  filter: z.string().max(1000).optional(),
  /** Where an earlier stream stopped; the browser's own reconnection sends Last-Event-ID instead. */
  after: z.string().max(8000).optional(),
})
export type LiveQuery = z.infer<typeof liveQuery>
