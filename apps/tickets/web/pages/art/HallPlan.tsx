import { type TicketsType, ticketsTypes } from '../../../contract/shop.ts'
import { kinds } from './show.ts'

const zones: Readonly<Record<TicketsType, { readonly path: string; readonly x: number; readonly y: number }>> = {
  standing: { path: 'M92 62h136l14 62H78z', x: 160, y: 98 },
  'balcony 1': { path: 'M74 134q86 26 172 0l12 34q-98 32-196 0z', x: 160, y: 168 },
  'balcony 2': { path: 'M58 180q102 36 204 0l11 30q-113 40-226 0z', x: 160, y: 216 },
  'far away': { path: 'M43 222q117 44 234 0l10 28q-127 46-254 0z', x: 160, y: 260 },
}

interface HallPlanProps {
  readonly chosen: TicketsType | undefined
  readonly isFull: (type: TicketsType) => boolean
  readonly onChoose: (type: TicketsType) => void
}

/** The hall from above. A picture for those who point; the list beside it says and does the same. */
export function HallPlan({ chosen, isFull, onChoose }: HallPlanProps) {
  return (
    <svg className="ts-hall" aria-hidden="true" viewBox="20 10 280 278">
      <path className="ts-hall-stage" d="M100 22h120l10 28H90z" />
      <text className="ts-hall-stage-name" x="160" y="41">
        Stage
      </text>
      {ticketsTypes.map((type) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- hidden from those who use keys: the radio buttons are theirs
        <g
          key={type}
          className="ts-hall-zone"
          data-chosen={type === chosen}
          data-full={isFull(type)}
          onClick={() => onChoose(type)}
        >
          <path d={zones[type].path} />
          <text x={zones[type].x} y={zones[type].y}>
            {kinds[type].name}
          </text>
        </g>
      ))}
    </svg>
  )
}
