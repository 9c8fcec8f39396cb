import type { ReactNode } from 'react'

/** A page that has nothing to show but a message; its title is for those who go by headings. */
export function Alone({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mr-card" aria-label={title}>
      <h1 className="mr-visually-hidden">{title}</h1>
      {children}
    </section>
  )
}
