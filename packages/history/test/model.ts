import { type EngineEvent, decodeEvent } from '@millrace/engine'
import { records } from '@millrace/log'
import type { LogPartition } from '@millrace/log'
import { readBlock } from '../src/follow/block.ts'
import { batchesIn } from '../src/store/batches-in.ts'
import type { HistoryStore } from '../src/store/history-store.ts'

type Rows = Readonly<Record<string, Readonly<Record<number, readonly unknown[]>>>>

export async function eventsOf(partition: LogPartition): Promise<EngineEvent[]> {
  const events: EngineEvent[] = []
  for (let from = 0; ;) {
    const block = await readBlock(partition, from)
    if (block === undefined) return events
    for (const batch of batchesIn(Buffer.from(block.bytes))) events.push(...[...records(batch)].map(decodeEvent))
    from = block.next
  }
}

const FINAL: Readonly<Record<string, string>> = { ELEMENT_COMPLETED: 'COMPLETED', ELEMENT_TERMINATED: 'TERMINATED' }

/** What the tables must hold, from all the events of each key at once: nothing is kept from one event to the next. */
export function modelOf(events: readonly EngineEvent[]): Rows {
  const of = <V extends EngineEvent['valueType']>(type: V) =>
    Map.groupBy(
      events.filter((event): event is EngineEvent<V> => event.valueType === type),
      ({ key }) => key,
    )
  const lives = [...of('PROCESS_INSTANCE')].filter(([, [first]]) => first?.intent !== 'SEQUENCE_FLOW_TAKEN')
  const lived = lives.map(([key, all]) => {
    const end = all.find(({ intent }) => intent in FINAL)
    const times = [all[0]?.timestamp, end?.timestamp ?? null]
    return { key, value: all[0]?.value, row: [FINAL[end?.intent ?? ''] ?? 'ACTIVE', ...times] }
  })
  const rows = <E>(groups: Map<number, E[]>, row: (all: readonly E[]) => readonly unknown[]) =>
    Object.fromEntries([...groups].map(([key, all]) => [key, row(all)]))
  return {
    instances: Object.fromEntries(
      lived.filter((one) => one.value?.flowScopeKey === -1).map((one) => [one.key, one.row]),
    ),
    elements: Object.fromEntries(
      lived.filter((one) => one.value?.flowScopeKey !== -1).map((one) => [one.key, [...one.row, one.value?.elementId]]),
    ),
    variables: rows(of('VARIABLE'), (all) => [all[0]?.value.name, JSON.stringify(all.at(-1)?.value.value), all.length]),
    incidents: rows(of('INCIDENT'), (all) => [all.length === 1 ? 'ACTIVE' : 'RESOLVED', all[0]?.value.errorType]),
    jobs: rows(of('JOB'), (all) => [
      all[0]?.value.type,
      all.find(({ intent }) => ['COMPLETED', 'CANCELED'].includes(intent))?.timestamp ?? null,
      all.findLast(({ intent }) => ['CREATED', 'FAILED', 'RETRIES_UPDATED'].includes(intent))?.value.retries,
    ]),
    messages: rows(of('MESSAGE'), (all) => [
      all[0]?.value.correlationKey,
      all.find(({ intent }) => intent === 'EXPIRED')?.timestamp ?? null,
    ]),
  }
}

const SELECT: Readonly<Record<string, string>> = {
  instances: 'SELECT key, state, started, ended FROM instances',
  elements: 'SELECT key, state, started, ended, elementId FROM elements',
  variables:
    'SELECT key, name, value, (SELECT count(*) FROM changes c WHERE c.variableKey = v.key) AS n FROM variables v',
  incidents: 'SELECT key, state, errorType FROM incidents',
  jobs: 'SELECT key, type, ended, retries FROM jobs',
  messages: 'SELECT key, correlationKey, expired FROM messages',
}

/** What the tables do hold, in the model's words. */
export const heldBy = (store: HistoryStore): Rows =>
  Object.fromEntries(
    Object.entries(SELECT).map(([name, sql]) => [
      name,
      Object.fromEntries(
        store.query({ sql, values: [] }).map((row) => {
          const [key, ...rest] = Object.values(row)
          return [Number(key), rest]
        }),
      ),
    ]),
  )
