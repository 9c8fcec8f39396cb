import type { Log } from '@millrace/log'

/** A log that appends by the given function, and does everything else as the one it stands for. */
export function appendingLog(log: Log, append: Log['append']): Log {
  const bound = (name: string | symbol): unknown => {
    const value = Reflect.get(log, name) as unknown
    return typeof value === 'function' ? (value.bind(log) as unknown) : value
  }
  return new Proxy(log, { get: (_, name) => (name === 'append' ? append : bound(name)) })
}
