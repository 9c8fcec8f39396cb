import * as z from 'zod'
import { label } from './metadata.ts'

/** Where something is sent to: an address, or a resource that has one, or a path at that resource. */
export const destination = z
  .strictObject({
    uri: z.string().min(1).max(2048).optional(),
    ref: z
      .strictObject({
        apiVersion: z.string().optional(),
        kind: z.string(),
        name: label,
        namespace: label.optional(),
        address: z.string().optional(),
      })
      .optional(),
    CACerts: z.string().optional(),
    audience: z.string().optional(),
  })
  .refine((value) => value.uri !== undefined || value.ref !== undefined, 'has a uri or a ref')

export type Destination = z.output<typeof destination>

/** Knows the address of a resource; undefined when there is none. */
export type ResolveRef = (ref: {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}) => string | undefined

/** The address of a destination, or why there is none. */
export function resolveDestination(
  { uri, ref }: Destination,
  namespace: string,
  resolve: ResolveRef,
): { readonly url: string } | { readonly unresolved: string } {
  if (ref === undefined) {
    const url = uri ?? ''
    return URL.canParse(url) ? { url } : { unresolved: `"${url}" is no absolute address` }
  }
  const named = { kind: ref.kind, namespace: ref.namespace ?? namespace, name: ref.name }
  const base = resolve(named)
  const what = `${named.kind} ${named.namespace}/${named.name}`
  if (base === undefined) return { unresolved: `${what} has no address: put one into the ConfigMap millrace-addresses` }
  if (!URL.canParse(uri ?? '', base)) return { unresolved: `"${uri}" is no address at ${base}` }
  return { url: uri === undefined ? base : new URL(uri, base).href }
}
