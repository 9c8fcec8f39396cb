import { Badge, Button, CopyId, Icon, Notice, RelativeTime } from '@millrace/ui'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { InstanceView } from '../../../contract/processes.ts'
import { useInstance, useProcessXml } from '../../api/processes.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page } from '../../shell/Page.tsx'
import { Calls } from './Calls.tsx'
import { ElementTree } from './ElementTree.tsx'
import { IncidentList } from './IncidentList.tsx'
import { InstanceDialogs } from './InstanceDialogs.tsx'
import { InstanceStatus } from './InstanceStatus.tsx'
import { JobList } from './JobList.tsx'
import { LazyDiagram } from './LazyDiagram.tsx'
import { MessageList } from './MessageList.tsx'
import { ProcessShown } from './ProcessShown.tsx'
import { VariableList } from './VariableList.tsx'
import { elementNames } from './element-names.ts'
import { pathMarkers } from './path-markers.ts'
import './processes.css'

const FROM = '/processes/instances/$key'

/** One process instance: the way it went and where it stands, what it holds, what is wrong, and what can be done. */
export function InstancePage() {
  const { key } = useParams({ from: FROM })
  const view = useInstance(key)
  const change = useSearchChange()
  const instance = view.query.data?.instance
  const acts = instance?.state === 'ACTIVE' && (
    <>
      <Button icon={<Icon name="plus" />} onClick={() => change({ dialog: 'set' }, 'push')}>
        Set variables
      </Button>
      <Button kind="danger" icon={<Icon name="stop" />} onClick={() => change({ dialog: 'cancel' }, 'push')}>
        Cancel
      </Button>
    </>
  )
  return (
    <Page
      title={`Instance ${key}`}
      badges={
        instance && (
          <>
            <span className="copy-only">
              <CopyId id={key} name="process instance" />
            </span>
            <InstanceStatus state={instance.state} hasIncident={instance.hasIncident} />
          </>
        )
      }
      actions={acts}
    >
      <ProcessShown view={view} what="process instance">
        {(data) => (
          <>
            <Facts view={data} />
            {data.instance.failure !== null && (
              <Notice tone="bad">The engine gave it up: {data.instance.failure}</Notice>
            )}
            <Path view={data} />
            <Parts view={data} />
            <InstanceDialogs view={data} />
          </>
        )}
      </ProcessShown>
    </Page>
  )
}

function Facts({ view: { instance, callers } }: { view: InstanceView }) {
  const { processDefinitionId: processId, processDefinitionVersion: version, startDate, endDate } = instance
  return (
    <>
      {callers.length > 0 && (
        <nav aria-label="Called by" className="mr-row">
          <span className="mr-muted">Called by</span>
          {callers.map(({ processInstanceKey, processDefinitionId }) => (
            <span key={processInstanceKey} className="mr-row">
              <Link to="/processes/instances/$key" params={{ key: processInstanceKey }}>
                {processDefinitionId} {processInstanceKey}
              </Link>
              <Icon name="chevron" size={12} />
            </span>
          ))}
        </nav>
      )}
      <p className="mr-row topic-figures">
        <Link to="/processes/definitions/$processId" params={{ processId }} search={{ version: String(version) }}>
          {processId}
        </Link>
        <Badge>v{version}</Badge>
        <span>
          started <RelativeTime at={startDate === null ? undefined : Date.parse(startDate)} />
        </span>
        {endDate !== null && (
          <span>
            ended <RelativeTime at={Date.parse(endDate)} />
          </span>
        )}
      </p>
    </>
  )
}

/** The way it went on the diagram, and beside it the same as a tree. */
function Path({ view }: { view: InstanceView }) {
  const { instance, elements } = view
  const { element: chosen } = useSearch({ from: FROM })
  const change = useSearchChange()
  const { data: xml } = useProcessXml(instance.processDefinitionKey)
  const names = useMemo(() => elementNames(xml ?? '<none/>'), [xml])
  const chosenId = elements.items.find(({ elementInstanceKey }) => elementInstanceKey === chosen)?.elementId
  const choose = (element: string | undefined) => change({ element })
  return (
    <div className="process-columns">
      <LazyDiagram
        definitionKey={instance.processDefinitionKey}
        label="The way that it went"
        markers={pathMarkers(view, chosenId)}
        onChoose={(id) => choose(elements.items.findLast(({ elementId }) => elementId === id)?.elementInstanceKey)}
      />
      <div className="process-places">
        <ElementTree
          elements={elements.items}
          root={instance.processInstanceKey}
          names={names}
          chosen={chosen}
          onChoose={choose}
        />
        {elements.total > elements.items.length && (
          <p className="mr-muted">
            The first {elements.items.length} of {elements.total}.
          </p>
        )}
      </div>
    </div>
  )
}

/** One part after another, each under an address of its own; links, for they lead to it. */
function Parts({ view }: { view: InstanceView }) {
  const { tab = 'variables' } = useSearch({ from: FROM })
  const open = view.incidents.items.filter(({ state }) => state === 'ACTIVE').length
  const parts = [
    { id: 'variables', title: counted('Variables', view.variables.total), content: <VariableList view={view} /> },
    { id: 'incidents', title: counted('Incidents', open), content: <IncidentList view={view} /> },
    { id: 'jobs', title: counted('Jobs', view.jobs.total), content: <JobList view={view} /> },
    { id: 'messages', title: counted('Messages', view.subscriptions.total), content: <MessageList view={view} /> },
    { id: 'calls', title: counted('Called', view.called.total), content: <Calls called={view.called} /> },
  ]
  return (
    <div className="process-part">
      <nav className="mr-tabs" aria-label="About this instance">
        {parts.map(({ id, title }) => (
          <Link
            key={id}
            to="."
            search={(old) => ({ ...old, tab: id === 'variables' ? undefined : id }) as never}
            resetScroll={false}
            className="mr-tab"
            activeOptions={{ exact: true }}
          >
            {title}
          </Link>
        ))}
      </nav>
      {parts.find(({ id }) => id === tab)?.content}
    </div>
  )
}

const counted = (text: string, count: number): string =>
  count === 0 ? text : `${text} (${count.toLocaleString('en')})`
