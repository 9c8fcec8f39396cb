import type { Pizza } from '../../../contract/order.ts'
import { cheeses, pieces, sauces } from './ingredients.tsx'
import './pizza.css'

const COUNTS: Readonly<Record<string, number>> = { Egg: 1, 'Minced meat': 14, 'Black olives': 9, 'Fresh garlic': 9 }

interface Place {
  readonly x: number
  readonly y: number
  readonly turn: number
}

/** Places on a disc by the golden angle, each topping from a start of its own: nothing lies in rows. */
function placesFor(count: number, start: number): readonly Place[] {
  return Array.from({ length: count }, (_, at) => {
    const angle = (start + at * 2.39996) % (2 * Math.PI)
    const radius = count === 1 ? 12 : 104 * Math.sqrt((at + 0.6) / count)
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)].map((part) => Math.round(part * 10) / 10)
    return { x: x ?? 0, y: y ?? 0, turn: Math.round((angle * 180) / Math.PI) }
  })
}

/** The pizza as it is built, drawn. `label` is what it shows, for those who cannot see it; empty when the text says it already. */
export function PizzaPicture({ pizza, label }: { pizza: Pizza; label: string }) {
  const { sauce, cheese, main_topping, extra_toppings } = pizza
  const described = label === '' ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': label }
  const layers = [main_topping, ...extra_toppings].filter((name) => name in pieces)
  return (
    <svg className="pizza-picture" viewBox="-160 -160 320 320" {...described}>
      <circle className="pizza-shadow" r="152" cy="5" />
      <circle r="150" fill="#d99a4e" />
      <circle r="146" fill="#e9b469" />
      <circle r="130" fill={sauces[sauce] ?? '#c8391f'} />
      <Cheese colour={cheeses[cheese] ?? '#fff3d6'} />
      {layers.map((name, layer) => (
        <g key={name}>
          {placesFor(COUNTS[name] ?? (layer === 0 ? 11 : 7), layer * 1.7).map(({ x, y, turn }) => (
            <g
              key={`${x} ${y}`}
              transform={`translate(${x} ${y}) rotate(${turn})${name === 'Egg' ? ' scale(1.8)' : ''}`}
            >
              {pieces[name]}
            </g>
          ))}
        </g>
      ))}
    </svg>
  )
}

/** The lid of cheese: a round with a wavy rim, through which some sauce shows. */
const RIM = (() => {
  const points = Array.from({ length: 22 }, (_, at) => {
    const angle = (at / 22) * 2 * Math.PI
    const radius = 117 + (at % 2 === 0 ? 6 : -6) + (at % 5)
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const
  })
  const middle = (at: number): string => {
    const [x1, y1] = points[at % points.length] ?? [0, 0]
    const [x2, y2] = points[(at + 1) % points.length] ?? [0, 0]
    return `${((x1 + x2) / 2).toFixed(1)} ${((y1 + y2) / 2).toFixed(1)}`
  }
  const curves = points.map(([x, y], at) => `Q${x.toFixed(1)} ${y.toFixed(1)} ${middle(at)}`)
  return `M${middle(points.length - 1)}${curves.join('')}z`
})()

function Cheese({ colour }: { colour: string }) {
  return (
    <>
      <path d={RIM} fill={colour} />
      <g className="pizza-browned">
        <circle cx="-48" cy="-62" r="13" />
        <circle cx="66" cy="-30" r="10" />
        <circle cx="20" cy="76" r="15" />
        <circle cx="-76" cy="34" r="9" />
      </g>
    </>
  )
}
