import { type FrameReader, Refusal } from '@millrace/kernel'
import type { RequestHeader } from '../context.ts'

/** Tagged fields that a header may carry; none is known yet. */
const TAGS_MOST = 100

/** The part that every version of the request header begins with. */
export function readHeaderStart(reader: FrameReader): Omit<RequestHeader, 'clientId'> {
  return { apiKey: reader.int16(), apiVersion: reader.int16(), correlationId: reader.int32() }
}

/** The rest of it: header v1 ends with the client id, v2 adds tagged fields behind the same, never compact, id. */
export function readHeaderRest(reader: FrameReader, flexible: boolean): string | null {
  const length = reader.int16()
  if (length < -1) throw new Refusal('INVALID_LENGTH', `client id has length ${length}`)
  const clientId = length < 0 ? null : reader.utf8(length)
  if (flexible) skipTags(reader)
  return clientId
}

function skipTags(reader: FrameReader): void {
  const count = reader.uvarint()
  if (count > TAGS_MOST)
    throw new Refusal('LIMIT_EXCEEDED', `${count} tagged fields in a header; ${TAGS_MOST} are allowed`)
  for (let index = 0; index < count; index++) {
    reader.uvarint()
    reader.skip(reader.uvarint())
  }
}
