import type { CloudEvent } from '@millrace/cloudevents'

/** Answers for one event; never throws. */
export type Matches = (event: CloudEvent) => boolean

/** A filter that was compiled, or what is wrong with its specification and where (`filters[0].exact.type`). */
export type Filter = { readonly kind: 'predicate'; readonly matches: Matches } | InvalidFilter

export interface InvalidFilter {
  readonly kind: 'invalid'
  readonly path: string
  readonly message: string
}

/** Compiles a filter object that stands inside another. */
export type CompileInner = (spec: unknown, path: string) => Filter

/** Compiles one dialect's value; `path` is where it stands. */
export type CompileDialect = (spec: unknown, path: string, inner: CompileInner) => Filter

export const predicate = (matches: Matches): Filter => ({ kind: 'predicate', matches })
export const invalid = (path: string, message: string): InvalidFilter => ({ kind: 'invalid', path, message })
