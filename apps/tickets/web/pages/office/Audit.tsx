import { EmptyState, RelativeTime, request, useRead } from '@millrace/ui'
import type { AuditEntry } from '../../../contract/waiting-room.ts'

const SHOWN = 20

/** Who changed what, and what it was before. */
export function Audit({ version }: { version: number }) {
  const { data } = useRead('/office/audit', Math.floor(version / 3), (path, signal) =>
    request<{ readonly items: readonly AuditEntry[] }>(path, { signal }),
  )
  return (
    <section className="mr-card ts-panel" aria-labelledby="ts-audit-title">
      <h2 id="ts-audit-title">What was done</h2>
      {data?.items.length === 0 && <EmptyState icon="audit" title="Nothing yet" />}
      <ol className="ts-audit">
        {data?.items.slice(0, SHOWN).map((entry) => (
          <li key={`${entry.at} ${entry.what} ${JSON.stringify(entry.after)}`}>
            <span>
              {entry.what} {change(entry)}
            </span>
            <small>
              {entry.who} · <RelativeTime at={Date.parse(entry.at)} />
            </small>
          </li>
        ))}
      </ol>
    </section>
  )
}

function change({ before, after }: AuditEntry): string {
  if (after === undefined && before === undefined) return ''
  if (before === undefined) return short(after)
  return `${short(before)} → ${short(after)}`
}

const short = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 80)
