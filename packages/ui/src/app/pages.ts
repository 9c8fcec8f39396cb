import type { ReactNode } from 'react'

/** Shows a page; `id` is what its address names, if anything. */
export type ShowPage = (id: string | undefined) => Promise<ReactNode>

/** The pages of an app by the first step of their address; '' is the one that is shown for an unknown one. */
export type Pages = Readonly<Record<string, ShowPage>>

/** The page at `/name/id`. */
export async function pageAt(pages: Pages, path: string): Promise<ReactNode> {
  const [, name = '', id = ''] = path.split('/')
  const show = pages[name] ?? pages['']
  return show?.(id === '' ? undefined : decoded(id))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
