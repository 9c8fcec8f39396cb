import { AppFrame, type AppFrameProps } from '@millrace/ui'
import type { Following } from '../live/use-live.ts'
import { Brand } from './Brand.tsx'
import { type PlaceName, hrefOf, places, useLinks } from './links.ts'

interface FrameProps extends Pick<AppFrameProps, 'title' | 'wide' | 'children'> {
  readonly place: PlaceName
  readonly following: Following
}

/** What surrounds every page: the mark, the way to the other pages, whether it is live. */
export function Frame({ place, following, ...page }: FrameProps) {
  const links = useLinks()
  const menu = (Object.keys(places) as PlaceName[]).map((name) => ({
    name: places[name].name,
    href: hrefOf(links, places[name]),
    isCurrent: name === place,
    ...(places[name].service === 'operator' && { isApart: true }),
  }))
  return (
    <AppFrame
      app="Penstock"
      brand={<Brand href={hrefOf(links, places.shop)} />}
      places={menu}
      service={place === 'desk' ? 'the operator’s service' : 'the shop'}
      {...following}
      {...page}
    />
  )
}
