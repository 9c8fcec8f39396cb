import { type CloudEvent, withAttributes } from '@millrace/cloudevents'
import type { Failure } from './verdict.ts'

/** As many bytes as are 1,024 characters of base64. */
const DETAIL_BYTES = 768

/** The event as a dead letter sink gets it: with the address that failed, the status, and the beginning of its answer. */
export function deadLetterOf(event: CloudEvent, destination: string, { status, detail }: Failure): CloudEvent {
  return withAttributes(event, {
    knativeerrordest: destination,
    knativeerrorcode: status,
    ...(detail.length === 0 ? {} : { knativeerrordata: detail.subarray(0, DETAIL_BYTES).toString('base64') }),
  })
}
