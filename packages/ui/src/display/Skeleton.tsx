/** The place of what is being loaded; still, because nothing has changed yet. `what` is read to those who cannot see. */
export function Skeleton({ what, lines = 6 }: { what: string; lines?: number }) {
  return (
    <output className="mr-skeleton" aria-label={`Loading ${what}`}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </output>
  )
}
