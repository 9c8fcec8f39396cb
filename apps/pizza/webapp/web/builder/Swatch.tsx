import { cheeses, pieces, sauces } from './ingredients.tsx'

/** An ingredient, small: decoration beside its name. */
export function Swatch({ name }: { name: string }) {
  const colour = sauces[name] ?? cheeses[name]
  return (
    <svg className="builder-swatch" aria-hidden="true" viewBox="-22 -22 44 44" width="32" height="32">
      {colour === undefined ? (
        pieces[name]
      ) : (
        <path d="M-17 0q0-17 17-17T17 0 4 17-17 0z" fill={colour} stroke="rgb(90 50 20 / 35%)" strokeWidth="1.5" />
      )}
    </svg>
  )
}
