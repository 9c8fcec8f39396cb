import { useEffect } from 'react'

/** Names the tab, the most particular first: tabs are cut at their end. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Millrace`
  }, [title])
}
