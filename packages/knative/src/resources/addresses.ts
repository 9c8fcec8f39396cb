import * as z from 'zod'
import { metadata } from './metadata.ts'
import { parseAs } from './parse.ts'

/** The ConfigMap that says where services are when no cluster does: `<namespace>.<name>: http://…`. */
export const ADDRESSES = 'millrace-addresses'

const schema = z.object({
  kind: z.literal('ConfigMap'),
  metadata,
  data: z.record(
    z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'is <namespace>.<name>'),
    z.string().refine((text) => URL.canParse(text), 'is an absolute address'),
  ),
})

/** Addresses by `<namespace>/<name>`. @throws Refusal INVALID_RESOURCE */
export function readAddresses(value: unknown): Map<string, string> {
  const { data } = parseAs(schema, value, `ConfigMap ${ADDRESSES}`)
  return new Map(Object.entries(data).map(([name, url]) => [name.replace('.', '/'), url]))
}
