import { formatCount, formatDuration } from '@millrace/ui'
import type { OfficeView } from '../../view.ts'

/** The few numbers that say how it goes. */
export function Figures({ view: { sale, stock, web } }: { view: OfficeView }) {
  const figures = [
    [
      'In line',
      formatCount(sale.waiting + sale.early),
      sale.early > 0 ? `${formatCount(sale.early)} of them before the draw` : waits(sale.wait),
    ],
    ['In the shop', formatCount(sale.active), `of ${formatCount(sale.maxActive)} at most`],
    ['Held', formatCount(stock?.held ?? 0), `in ${formatCount(stock?.openReservations ?? 0)} reservations`],
    ['Sold', formatCount(stock?.sold ?? 0), `of ${formatCount(stock?.capacity ?? 0)} tickets`],
    ['Let in', formatCount(sale.admittedTotal), `${formatCount(Math.round(sale.entering ?? 0))} a minute of late`],
    [
      'Gone',
      formatCount(sale.abandoned + sale.lapsed + sale.removed),
      `${formatCount(sale.abandoned)} left, ${formatCount(sale.lapsed)} lapsed, ${formatCount(sale.removed)} removed`,
    ],
    ['Refused joins', formatCount(sale.refusedJoins), `${formatCount(sale.repeatedJoins)} repeated, harmless`],
    ['Open pages', formatCount(web.pages), `of ${formatCount(web.sessions)} visitors`],
  ] as const
  return (
    <dl className="ts-figures" aria-label="Figures">
      {figures.map(([name, value, more]) => (
        <div key={name} className="mr-card ts-figure">
          <dt>{name}</dt>
          <dd className="ts-figure-value">{value}</dd>
          <dd className="ts-figure-more">{more}</dd>
        </div>
      ))}
    </dl>
  )
}

function waits(wait: OfficeView['sale']['wait']): string {
  if (wait === 'unknown') return 'nobody was let in yet'
  return wait.p50 < 1000 ? 'half did not have to wait' : `half waited up to ${formatDuration(wait.p50)}`
}
