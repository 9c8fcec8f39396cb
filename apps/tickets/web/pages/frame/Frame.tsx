import { AppFrame, type AppFrameProps } from '@millrace/ui'
import { Brand } from './Brand.tsx'
import { followed } from './Link.tsx'
import { type PlaceName, places } from './route.ts'

interface FrameProps extends Pick<AppFrameProps, 'title' | 'live' | 'offset' | 'children'> {
  readonly place: PlaceName
}

const menu = { room: 'The sale', wallet: 'Your tickets', office: 'Back office' } as const

/** What surrounds every page: the mark, the way to the others, and whether what is shown is still true. */
export function Frame({ place, ...page }: FrameProps) {
  const entries = (Object.keys(menu) as (keyof typeof menu)[]).map((name) => ({
    name: menu[name],
    href: places[name],
    isCurrent: isCurrent(name, place),
    onClick: followed(places[name]),
  }))
  return <AppFrame app="Turnstile" brand={<Brand />} places={entries} service="the ticket shop" {...page} />
}

const isCurrent = (name: PlaceName, place: PlaceName): boolean =>
  name === place || (name === 'room' && (place === 'choose' || place === 'pay'))
