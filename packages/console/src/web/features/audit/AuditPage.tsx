import { Button, type Column, EmptyState, RelativeTime, Status, Table, TextField, type Tone } from '@millrace/ui'
import { useSearch } from '@tanstack/react-router'
import type { AuditEntry } from '../../../contract/overview.ts'
import { useAudit } from '../../api/views.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page, Shown } from '../../shell/Page.tsx'

const outcomes: Record<AuditEntry['outcome'], { tone: Tone; word: string }> = {
  done: { tone: 'ok', word: 'Done' },
  refused: { tone: 'warn', word: 'Refused' },
  failed: { tone: 'bad', word: 'Failed' },
}

const columns: Column<AuditEntry>[] = [
  { id: 'at', header: 'When', cell: ({ at }) => <RelativeTime at={at} /> },
  { id: 'action', header: 'What', isRowHeader: true, cell: ({ action }) => <code>{action}</code> },
  { id: 'target', header: 'On', cell: ({ target }) => <span className="mr-mono">{target}</span> },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: ({ outcome }) => <Status tone={outcomes[outcome].tone}>{outcomes[outcome].word}</Status>,
  },
  { id: 'detail', header: 'Detail', wrap: true, cell: ({ detail }) => detail },
]

export function AuditPage() {
  const view = useAudit()
  const { q = '' } = useSearch({ from: '/audit' })
  const change = useSearchChange()
  return (
    <Page title="Audit log">
      <Shown view={view} what="audit log">
        {(entries) => {
          if (entries.length === 0)
            return (
              <EmptyState title="Nothing has been changed" icon="audit">
                Every change that is made through this console is written down here, the refused ones too.
              </EmptyState>
            )
          const shown = entries.filter(({ action, target, detail }) =>
            `${action} ${target} ${detail}`.toLowerCase().includes(q.toLowerCase()),
          )
          return (
            <>
              <div className="toolbar">
                <TextField
                  label="Contains"
                  hideLabel
                  type="search"
                  placeholder="Contains"
                  value={q}
                  onChange={(event) => change({ q: event.target.value })}
                />
              </div>
              {shown.length === 0 ? (
                <EmptyState
                  title="No such entry"
                  icon="search"
                  action={<Button onClick={() => change({ q: undefined })}>Show all</Button>}
                />
              ) : (
                <Table caption="Audit log" columns={columns} rows={shown} rowKey={(entry) => JSON.stringify(entry)} />
              )}
            </>
          )
        }}
      </Shown>
    </Page>
  )
}
