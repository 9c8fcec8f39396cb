import { Button, type Column, EmptyState, Notice, Skeleton, Table } from '@millrace/ui'
import { useSearch } from '@tanstack/react-router'
import type { InstanceView, Variable } from '../../../contract/processes.ts'
import { useVariable } from '../../api/processes.ts'
import { errorText } from '../../api/request.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { JsonView } from '../records/JsonView.tsx'
import { parseJson } from '../records/exact-json.ts'
import '../records/records.css'
import { when } from './when.tsx'

const SHOWN = 80

/** What it holds, in which scope; one of them opened, with the values that it had. */
export function VariableList({ view }: { view: InstanceView }) {
  const { variables, elements } = view
  const { variable: opened, element: chosen } = useSearch({ from: '/processes/instances/$key' })
  const change = useSearchChange()
  const scopes = new Map(elements.items.map(({ elementInstanceKey, elementId }) => [elementInstanceKey, elementId]))
  const shown = variables.items.filter(({ scopeKey }) => chosen === undefined || scopeKey === chosen)
  if (shown.length === 0)
    return (
      <EmptyState
        title={chosen === undefined ? 'No variables' : 'This element holds no variables of its own'}
        icon="box"
        action={chosen !== undefined && <Button onClick={() => change({ element: undefined })}>Show all</Button>}
      />
    )
  const open = variables.items.find(({ variableKey }) => variableKey === opened)
  return (
    <div className="process-part">
      {variables.total > variables.items.length && (
        <Notice tone="info">
          The first {variables.items.length} of {variables.total} variables.
        </Notice>
      )}
      <Table
        caption="Variables"
        columns={columnsOf(scopes, opened, (variable) => change({ variable }))}
        rows={shown}
        rowKey={({ variableKey }) => variableKey}
      />
      {open !== undefined && <OpenVariable key={open.variableKey} variable={open} />}
    </div>
  )
}

function columnsOf(
  scopes: ReadonlyMap<string, string>,
  opened: string | undefined,
  onOpen: (key: string | undefined) => void,
): Column<Variable>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      sortBy: ({ name }) => name,
      cell: ({ name, variableKey }) => (
        <Button
          kind="quiet"
          size="small"
          aria-expanded={variableKey === opened}
          onClick={() => onOpen(variableKey === opened ? undefined : variableKey)}
        >
          {name}
        </Button>
      ),
    },
    {
      id: 'value',
      header: 'Value',
      wrap: true,
      cell: ({ value, isTruncated }) => (
        <code>{value.length > SHOWN || isTruncated ? `${value.slice(0, SHOWN)}…` : value}</code>
      ),
    },
    {
      id: 'scope',
      header: 'Scope',
      cell: ({ scopeKey }) => (scopes.has(scopeKey) ? <code>{scopes.get(scopeKey)}</code> : 'the instance'),
    },
    { id: 'changed', header: 'Changed', sortBy: (row) => row.changeDate, cell: (row) => when(row.changeDate) },
  ]
}

function OpenVariable({ variable: { variableKey, name, changeDate } }: { variable: Variable }) {
  const { data, error } = useVariable(variableKey, changeDate)
  return (
    <section className="mr-panel mr-panel-body process-part" aria-label={`Variable ${name}`}>
      <h2>{name}</h2>
      {error !== null && <Notice tone="bad">{errorText(error)}</Notice>}
      {data === undefined ? (
        <Skeleton what={`variable ${name}`} lines={3} />
      ) : (
        <>
          <JsonView value={parseJson(data.value)?.value} />
          <h3>
            {data.changes.total === 1 ? 'It was set once' : `It had ${data.changes.total.toLocaleString('en')} values`}
          </h3>
          <ol className="variable-changes">
            {data.changes.items.map(({ value, changeDate: at }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- two changes of one moment have no other name
              <li key={index}>
                {when(at)} <code>{value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value}</code>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}
