import { useNavigate } from '@tanstack/react-router'
import type { Search } from './search.ts'

/** Changes some parameters of the page's URL in place; undefined takes one away. `push` makes a step for the back button. */
export function useSearchChange(): (
  change: Partial<Record<string, string | undefined>>,
  how?: 'replace' | 'push',
) => void {
  const navigate = useNavigate()
  return (change, how = 'replace') =>
    void navigate({
      to: '.',
      search: (old: Search) => ({ ...old, ...change }) as never,
      replace: how === 'replace',
      resetScroll: false,
    })
}
