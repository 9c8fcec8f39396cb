import { EmptyState, formatCount } from '@millrace/ui'
import type { OfficeView } from '../../view.ts'

/** What was refused, by reason: bots, forged tokens, wrong input, sold out. */
export function Refusals({ view: { sale, stock, web } }: { view: OfficeView }) {
  const counts = new Map<string, number>()
  const add = (code: string, count: number) => counts.set(code, (counts.get(code) ?? 0) + count)
  if (sale.refusedJoins > 0) add('TOO_MANY_JOINS', sale.refusedJoins)
  // What passed through the pages is counted by the service that refused it, or by the pages, whichever saw more.
  const codes = new Set([...Object.keys(stock?.refused ?? {}), ...Object.keys(web.refused)])
  for (const code of codes) {
    if (code !== 'TOO_MANY_JOINS') add(code, Math.max(stock?.refused[code] ?? 0, web.refused[code] ?? 0))
  }
  return (
    <section className="mr-card ts-panel" aria-labelledby="ts-refusals-title">
      <h2 id="ts-refusals-title">Refused</h2>
      {counts.size === 0 ? (
        <EmptyState icon="check" title="Nothing was refused" />
      ) : (
        <dl className="ts-counts">
          {[...counts]
            .toSorted(([, a], [, b]) => b - a)
            .map(([code, count]) => (
              <div key={code}>
                <dt>{inWords(code)}</dt>
                <dd>{formatCount(count)}</dd>
              </div>
            ))}
        </dl>
      )}
    </section>
  )
}

const inWords = (code: string): string => {
  const text = code.replaceAll('_', ' ').toLowerCase()
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
