import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { go } from './route.ts'

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }

/** A link to another page of the sale; opening it in a new window works as ever. */
export function Link({ href, children, ...rest }: LinkProps) {
  return (
    <a {...rest} href={href} onClick={followed(href)}>
      {children}
    </a>
  )
}

/** Goes there within the page at a plain click. */
export const followed = (href: string) => (event: MouseEvent) => {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(href)
}
