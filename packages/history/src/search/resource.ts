/** How a field is written in the answer, and what a filter on it takes. */
export type FieldKind = 'key' | 'text' | 'int' | 'date' | 'flag' | 'json'

export interface Field {
  /** What it is in SQL. */
  readonly sql: string
  readonly kind: FieldKind
  /** What is given in an answer, when it is not the whole. */
  readonly shown?: string
}

/** One kind of thing that can be searched, in the words of Camunda's API. */
export interface Resource {
  /** FROM, with the joins that its fields need. */
  readonly from: string
  /** The one key that orders what is otherwise equal; in SQL. */
  readonly key: string
  readonly fields: Readonly<Record<string, Field>>
  /** SQL of the process instance by whose `variables`, and by whose place (`elementId`), a filter may choose. */
  readonly instance?: string
}

export const key = (sql: string): Field => ({ sql, kind: 'key' })
export const text = (sql: string): Field => ({ sql, kind: 'text' })
export const int = (sql: string): Field => ({ sql, kind: 'int' })
export const date = (sql: string): Field => ({ sql, kind: 'date' })
export const flag = (sql: string): Field => ({ sql, kind: 'flag' })

/** Longer values are cut in a list, as Camunda's search does. */
export const SHOWN_MOST = 8191

/** A text that may be long: filters see the whole of it. */
export const longText = (sql: string): Field => ({ sql, kind: 'text', shown: `substr(${sql}, 1, ${SHOWN_MOST})` })
/** A document that may be long: it is left out of a list then. */
export const longJson = (sql: string): Field => ({
  sql,
  kind: 'json',
  shown: `CASE WHEN length(${sql}) <= ${SHOWN_MOST} THEN ${sql} END`,
})
