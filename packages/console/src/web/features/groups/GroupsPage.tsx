import {
  Button,
  type Column,
  EmptyState,
  Table,
  TextField,
  countOf,
  formatCount,
  sortFromText,
  sortToText,
} from '@millrace/ui'
import { Link, useSearch } from '@tanstack/react-router'
import type { GroupSummary } from '../../../contract/groups.ts'
import { useGroups } from '../../api/views.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { GroupState } from './GroupState.tsx'
import { TopicLinks } from './TopicLinks.tsx'

const columns: Column<GroupSummary>[] = [
  {
    id: 'group',
    header: 'Group',
    isRowHeader: true,
    sortBy: ({ id }) => id,
    cell: ({ id }) => (
      <Link to="/groups/$group" params={{ group: id }}>
        {id}
      </Link>
    ),
  },
  { id: 'state', header: 'State', sortBy: ({ state }) => state, cell: ({ state }) => <GroupState state={state} /> },
  {
    id: 'members',
    header: 'Members',
    align: 'end',
    sortBy: ({ members }) => members,
    cell: ({ members }) => formatCount(members),
  },
  { id: 'lag', header: 'Lag', align: 'end', sortBy: ({ lag }) => lag, cell: ({ lag }) => formatCount(lag) },
  { id: 'topics', header: 'Topics', cell: ({ topics }) => <TopicLinks topics={topics} /> },
]

export function GroupsPage() {
  const view = useGroups()
  const { q = '', sort } = useSearch({ from: '/groups' })
  const change = useSearchChange()
  return (
    <Page title="Consumer groups">
      <Shown view={view} what="groups">
        {(groups) => {
          const shown = groups.filter(({ id }) => id.toLowerCase().includes(q.toLowerCase()))
          if (groups.length === 0)
            return (
              <EmptyState title="No consumer groups" icon="groups">
                A group appears here as soon as a consumer joins it or commits an offset.
              </EmptyState>
            )
          return (
            <>
              <div className="toolbar">
                <TextField
                  label="Name contains"
                  hideLabel
                  type="search"
                  placeholder="Name contains"
                  value={q}
                  onChange={(event) => change({ q: event.target.value })}
                />
                <output className="mr-muted">
                  {countOf(shown.length, 'group')},{' '}
                  {countOf(
                    shown.reduce((sum, { lag }) => sum + lag, 0),
                    'record',
                  )}{' '}
                  behind
                </output>
              </div>
              {shown.length === 0 ? (
                <EmptyState
                  title={`No group has “${q}” in its name`}
                  icon="search"
                  action={<Button onClick={() => change({ q: undefined })}>Show all</Button>}
                />
              ) : (
                <Table
                  caption="Consumer groups"
                  columns={columns}
                  rows={shown}
                  rowKey={({ id }) => id}
                  sort={sortFromText(sort)}
                  onSort={(next) => change({ sort: sortToText(next) })}
                />
              )}
            </>
          )
        }}
      </Shown>
    </Page>
  )
}
