import { sqlError } from '../position.ts'
import { isZone } from '../types/zone.ts'

/** Settings of a session that change what a job does. */
export interface JobSettings {
  readonly zone: string
  /** `table.exec.state.ttl` in ms: state that was not touched for as long is forgotten. 0: never. */
  readonly stateTtlMs: number
  /** `table.exec.sink.not-null-enforcer` = DROP. */
  readonly dropsNulls: boolean
  /** Grouping waits for so many rows or so long before it tells changes; undefined: it tells each. */
  readonly miniBatch: { readonly rows: number; readonly latencyMs: number } | undefined
}

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  milli: 1,
  millisecond: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
}

/** `5 s`, `1 h`, `500`: as Flink writes durations. @throws Refusal SQL_VALIDATION */
export function durationMs(name: string, text: string): number {
  const [, amount, unit = ''] = /^\s*(\d{1,12})\s*([a-z]*)\s*$/i.exec(text) ?? []
  const word = unit.toLowerCase()
  const scale = word === '' ? 1 : (UNITS_MS[word] ?? UNITS_MS[word.replace(/s$/, '')])
  if (amount !== undefined && scale !== undefined) return Number(amount) * scale
  throw sqlError('SQL_VALIDATION', `'${name}' = '${text}': say a duration such as '1 h', '30 s' or '500 ms'`)
}

/** @throws Refusal SQL_VALIDATION for a value that makes no sense */
export function jobSettings(settings: ReadonlyMap<string, string>): JobSettings {
  const zone = settings.get('table.local-time-zone') ?? 'default'
  if (zone !== 'default' && !isZone(zone)) {
    throw sqlError('SQL_VALIDATION', `'table.local-time-zone' = '${zone}': say a zone such as 'UTC' or 'Europe/Berlin'`)
  }
  const ttl = settings.get('table.exec.state.ttl')
  return {
    zone: zone === 'default' ? 'UTC' : zone,
    stateTtlMs: ttl === undefined ? 0 : durationMs('table.exec.state.ttl', ttl),
    dropsNulls: settings.get('table.exec.sink.not-null-enforcer') === 'DROP',
    miniBatch: settings.get('table.exec.mini-batch.enabled') === 'true' ? miniBatchOf(settings) : undefined,
  }
}

function miniBatchOf(settings: ReadonlyMap<string, string>): JobSettings['miniBatch'] {
  const name = 'table.exec.mini-batch.allow-latency'
  const rows = Number(settings.get('table.exec.mini-batch.size') ?? -1)
  const latencyMs = durationMs(name, settings.get(name) ?? '0')
  if (Number.isInteger(rows) && rows > 0 && latencyMs > 0) return { rows, latencyMs }
  throw sqlError('SQL_VALIDATION', `mini-batches need '${name}' and 'table.exec.mini-batch.size' greater than zero`)
}
