import { process } from '@millrace/bpmn'

/** Types of jobs, each of one element: `begun` of the process that a message starts, the others of `order`. */
export const JOB_TYPES = ['work', 'last', 'begun'] as const
export type JobType = (typeof JOB_TYPES)[number]

/** A job, a message, a timer of some hundred ms and another job, one after the other. */
export const order = process('order')
  .startEvent()
  .serviceTask('work', { type: 'work', retries: '1000' })
  .intermediateCatchEvent('paid', { message: 'paid', correlationKey: '=order' })
  .intermediateCatchEvent('pause', { timer: { duration: '=duration("PT" + string(pause / 1000) + "S")' } })
  .serviceTask('last', { type: 'last', retries: '1000' })
  .endEvent()
  .toXml()

/** What a message starts: one instance for each message. */
export const started = process('started')
  .startEvent('start', { message: 'begin' })
  .serviceTask('begun', { type: 'begun', retries: '1000' })
  .endEvent()
  .toXml()
