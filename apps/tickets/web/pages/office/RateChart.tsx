import { formatCount } from '@millrace/ui'
import type { Sample } from '../../view.ts'
import { perMinute } from './office-folds.ts'

const WIDTH = 720
const HEIGHT = 200
const LEFT = 64
const BOTTOM = 34

const lines = [
  { of: 'admitted', name: 'People let in a minute' },
  { of: 'sold', name: 'Tickets sold a minute' },
] as const

/** How fast people come in and tickets go out, over the last ten minutes of the sale. The figures say the last values. */
export function RateChart({ samples }: { samples: readonly Sample[] }) {
  const rates = lines.map(({ of, name }) => ({ of, name, values: perMinute(samples, of) }))
  const top = niceTop(Math.max(1, ...rates.flatMap(({ values }) => values)))
  const y = (value: number) => (HEIGHT - BOTTOM) * (1 - value / top) + 6
  const x = (at: number) => LEFT + ((WIDTH - LEFT - 8) * at) / Math.max(1, samples.length - 1)
  return (
    <section className="mr-card ts-chart" aria-labelledby="ts-chart-title">
      <h2 id="ts-chart-title">Pace</h2>
      <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} ${HEIGHT + 8}`}>
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <path className="ts-chart-grid" d={`M${LEFT} ${y(value)}H${WIDTH - 8}`} />
            <text x={LEFT - 8} y={y(value) + 4} textAnchor="end">
              {formatCount(value)}
            </text>
          </g>
        ))}
        <text x={LEFT} y={HEIGHT + 4}>
          {samples[0] === undefined ? '' : clock(samples[0].at)}
        </text>
        <text x={WIDTH - 8} y={HEIGHT + 4} textAnchor="end">
          {clock(samples.at(-1)?.at)}
        </text>
        {rates.map(({ of, values }) => (
          <path
            key={of}
            className="ts-chart-line"
            data-of={of}
            d={values.map((value, at) => `${at === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('')}
          />
        ))}
      </svg>
      <dl className="ts-legend">
        {rates.map(({ of, name, values }) => (
          <div key={of}>
            <dt>
              <svg aria-hidden="true" width="28" height="8" viewBox="0 0 28 8">
                <path className="ts-chart-line" data-of={of} d="M1 4H27" />
              </svg>
              {name}
            </dt>
            <dd>{formatCount(Math.round(values.at(-1) ?? 0))}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** 1, 2, 5 times a power of ten, at or above the greatest value. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([2, 4, 10].find((step) => step * power >= value) ?? 10) * power
}

const clock = (at: string | undefined): string =>
  at === undefined ? '' : new Date(at).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false })
