import { Icon, type Sort, nextSort } from '@millrace/ui'
import { Link } from '../Link.tsx'
import { changeMark, useLive } from '../live/use-live.ts'
import { type Route, navigate } from '../route.ts'
import { type EntityRow, kinds } from './columns.tsx'

/** The rows as the server ordered them. A row that has just changed is marked for a moment. */
export function EntityTable({ route, rows }: { route: Route; rows: readonly EntityRow[] }) {
  const live = useLive()
  const { columns, nameColumn, nameOf, title } = kinds[route.kind]
  return (
    <div className="mr-table-scroll">
      <table className="mr-table store-table">
        <caption className="mr-visually-hidden">{title}</caption>
        <thead>
          <tr>
            <SortHeader route={route} id={nameColumn} header="Name" />
            {columns.map(({ id, header, isNumber, isMinor }) => (
              <SortHeader
                key={id}
                route={route}
                id={id}
                header={header}
                isNumber={isNumber}
                isMinor={isMinor === true}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-changed={changeMark(live, row.id)}>
              <th scope="row">
                <Link to={{ ...route, id: row.id }}>{nameOf(row)}</Link>
              </th>
              {columns.map(({ id, cell, isNumber, isMinor }) => (
                <td key={id} data-align={isNumber ? 'end' : undefined} data-minor={isMinor}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const AT_FIRST: Sort = { by: 'totalSpent', descending: true }

function SortHeader(props: { route: Route; id: string; header: string; isNumber?: boolean; isMinor?: boolean }) {
  const { route, id, header, isNumber = false, isMinor } = props
  const sort = route.sort ?? AT_FIRST
  const direction = sort.by !== id ? undefined : sort.descending ? 'descending' : 'ascending'
  // Numbers are first wanted largest first.
  const next = sort.by === id ? nextSort(sort, id) : { by: id, descending: isNumber }
  return (
    <th scope="col" aria-sort={direction} data-align={isNumber ? 'end' : undefined} data-minor={isMinor}>
      <button type="button" className="mr-sort" onClick={() => navigate({ ...route, sort: next }, { replace: true })}>
        {header}
        <Icon name={direction === 'ascending' ? 'up' : 'down'} size={12} />
      </button>
    </th>
  )
}
