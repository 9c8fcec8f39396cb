import { AppFrame, type AppFrameProps } from '@millrace/ui'
import { Brand } from './Brand.tsx'
import { type PlaceName, hrefOf, places, useLinks } from './links.ts'

interface FrameProps extends Pick<AppFrameProps, 'title' | 'live' | 'offset' | 'children'> {
  /** The page that this is; undefined for one that is not in the menu. */
  readonly place?: PlaceName
}

/** What surrounds every page: the mark, the way to the other pages, whether it is live. */
export function Frame({ place, ...page }: FrameProps) {
  const links = useLinks()
  const menu = (Object.keys(places) as PlaceName[]).map((name) => ({
    name: places[name].name,
    href: hrefOf(links, places[name]),
    isCurrent: name === place,
    ...(places[name].for === 'staff' && { isApart: true }),
  }))
  return <AppFrame app="Weir" brand={<Brand href={hrefOf(links, places.shop)} />} places={menu} {...page} />
}
