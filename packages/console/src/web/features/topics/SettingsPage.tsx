import { Badge, Button, type Column, EmptyState, ErrorState, Skeleton, Table, TextField } from '@millrace/ui'
import { useParams, useSearch } from '@tanstack/react-router'
import type { Setting } from '../../../contract/topics.ts'
import { errorText } from '../../api/request.ts'
import { useSettings } from '../../api/topics.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { SettingDialog } from './SettingDialog.tsx'
import { meaningOf } from './setting-meaning.ts'

const sources: Record<Setting['source'], string> = {
  topic: 'this topic',
  broker: 'broker',
  default: 'default',
  unknown: 'unknown',
}

export function SettingsPage() {
  const { topic } = useParams({ from: '/topics/$topic/settings' })
  const { q = '', edit, changed } = useSearch({ from: '/topics/$topic/settings' })
  const change = useSearchChange()
  const settings = useSettings(topic)
  if (settings.data === undefined) {
    if (!settings.isError) return <Skeleton what="settings" />
    return <ErrorState title="No settings" detail={errorText(settings.error)} onRetry={() => void settings.refetch()} />
  }
  const shown = settings.data.filter(
    ({ name, source }) => name.includes(q.toLowerCase()) && (changed !== '1' || source === 'topic'),
  )
  const edited = settings.data.find(({ name }) => name === edit)
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
        <label className="check">
          <input
            type="checkbox"
            checked={changed === '1'}
            onChange={(event) => change({ changed: event.target.checked ? '1' : undefined })}
          />
          Only those set on this topic
        </label>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          title={changed === '1' ? 'Nothing is set on this topic' : 'No such setting'}
          icon="search"
          action={<Button onClick={() => change({ q: undefined, changed: undefined })}>Show all settings</Button>}
        >
          {changed === '1' ? 'Every setting has the value that the broker gives it.' : undefined}
        </EmptyState>
      ) : (
        <Table
          caption={`Settings of ${topic}`}
          columns={columns((name) => change({ edit: name }, 'push'))}
          rows={shown}
          rowKey={({ name }) => name}
        />
      )}
      {edited !== undefined && (
        <SettingDialog topic={topic} setting={edited} onClose={() => change({ edit: undefined })} />
      )}
    </>
  )
}

function columns(onEdit: (name: string) => void): Column<Setting>[] {
  return [
    { id: 'name', header: 'Setting', isRowHeader: true, cell: ({ name }) => <code>{name}</code> },
    { id: 'value', header: 'Value', wrap: true, cell: value },
    {
      id: 'source',
      header: 'From',
      cell: ({ source }) =>
        source === 'topic' ? (
          <Badge tone="info">{sources[source]}</Badge>
        ) : (
          <span className="mr-muted">{sources[source]}</span>
        ),
    },
    {
      id: 'edit',
      header: 'Change',
      hideHeader: true,
      align: 'end',
      cell: ({ name, readOnly, sensitive }) =>
        readOnly || sensitive ? (
          <span className="mr-muted">read-only</span>
        ) : (
          <Button size="small" kind="quiet" aria-label={`Change ${name}`} onClick={() => onEdit(name)}>
            Change
          </Button>
        ),
    },
  ]
}

function value({ name, value, sensitive }: Setting) {
  if (sensitive) return <span className="mr-muted">hidden</span>
  const meaning = meaningOf(name, value)
  return (
    <>
      {value === null || value === '' ? (
        <span className="mr-muted">empty</span>
      ) : (
        <span className="mr-mono">{value}</span>
      )}
      {meaning !== undefined && <span className="mr-muted"> {meaning}</span>}
    </>
  )
}
