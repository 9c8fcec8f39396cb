import { RelativeTime } from '@millrace/ui'

/** A time of the history; not every one is known. */
export const when = (date: string | null) => <RelativeTime at={date === null ? undefined : Date.parse(date)} />
