import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { type Route, navigate, routeHref } from './route.ts'

/** A link within the page; opens in a new tab as any other when asked to. */
export function Link({ to, children, ...rest }: { to: Route } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const follow = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    event.preventDefault()
    navigate(to)
  }
  return (
    <a {...rest} href={routeHref(to)} onClick={follow}>
      {children}
    </a>
  )
}
