/** How each event of a stream changes what is known: by the event's name. */
export type Folds<T> = Readonly<Record<string, (known: T | undefined, data: never) => T>>

/** A stream that gives the whole thing each time. */
export const whole = <T>(event: string): Folds<T> => ({ [event]: (_, data: T) => data })

interface Listed<T> {
  readonly items: readonly T[]
}

/**
 * A stream that gives the newest of a list once, then each that is new or has changed. One that changed keeps its place;
 * a new one comes first. The oldest are let go.
 */
export function listed<T>(all: string, one: string, idOf: (item: T) => string, most = 200): Folds<readonly T[]> {
  return {
    [all]: (_, { items }: Listed<T>) => items,
    [one]: (known = [], item: T) => {
      const place = known.findIndex((other) => idOf(other) === idOf(item))
      return place === -1 ? [item, ...known].slice(0, most) : known.with(place, item)
    },
  }
}
