/** A record of the broker's log, as its debug exporter prints it; keys as text, for they do not fit a number. */
export interface ZeebeRecord {
  readonly position: number
  readonly key: string
  readonly recordType: string
  readonly valueType: string
  readonly intent: string
  readonly value: Readonly<Record<string, unknown>>
}

const KEYS = /("(?:key|\w+Key)"\s*:\s*)(-?\d{16,})/g

/** The records among the lines that a broker printed with its debug exporter on. */
export function zeebeRecords(output: string): ZeebeRecord[] {
  return output.split('\n').flatMap((line) => {
    const start = line.indexOf('{"partitionId"')
    if (start < 0) return []
    try {
      return [JSON.parse(line.slice(start).replaceAll(KEYS, '$1"$2"')) as ZeebeRecord]
    } catch {
      // A line that is still being written.
      return []
    }
  })
}
