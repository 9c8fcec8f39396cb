import { Badge, Button, EmptyState, Icon, countOf, formatCount } from '@millrace/ui'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Suspense, lazy, useMemo } from 'react'
import type { ProcessSummary, ProcessVersion } from '../../../contract/processes.ts'
import { useElementCounts, useProcessXml, useProcesses } from '../../api/processes.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page } from '../../shell/Page.tsx'
import { BulkActions } from './BulkActions.tsx'
import { IncidentCount } from './IncidentCount.tsx'
import { InstanceFilters } from './InstanceFilters.tsx'
import { InstanceTable } from './InstanceTable.tsx'
import { LazyDiagram } from './LazyDiagram.tsx'
import { Places } from './Places.tsx'
import { ProcessShown } from './ProcessShown.tsx'
import { elementNames } from './element-names.ts'
import { isFiltered, noFilters, wantedOf } from './instance-search.ts'
import './processes.css'

const StartDialog = lazy(async () => ({ default: (await import('./StartDialog.tsx')).StartDialog }))
const FROM = '/processes/definitions/$processId'

/** One process: its diagram with what runs and what stands still, and its instances. */
export function ProcessPage() {
  const { processId } = useParams({ from: FROM })
  const { dialog, version } = useSearch({ from: FROM })
  const change = useSearchChange()
  const view = useProcesses()
  const process = view.query.data?.processes.find((one) => one.processId === processId)
  const shown = process?.versions.find((one) => String(one.version) === version) ?? process?.versions[0]
  const start = shown !== undefined && (
    <Button kind="primary" icon={<Icon name="play" />} onClick={() => change({ dialog: 'start' }, 'push')}>
      Start an instance
    </Button>
  )
  return (
    <Page title={processId} badges={shown && <Badge>v{shown.version}</Badge>} actions={start}>
      <p>
        <Link to="/processes">Processes</Link>
      </p>
      <ProcessShown view={view} what="process">
        {() =>
          process === undefined || shown === undefined ? (
            <EmptyState title="No such process" icon="search">
              Nothing with the id {processId} is deployed; it may have been deleted.
            </EmptyState>
          ) : (
            <Process process={process} shown={shown} />
          )
        }
      </ProcessShown>
      <Suspense>
        {dialog === 'start' && process !== undefined && (
          <StartDialog process={process} chosen={shown?.version} onClose={() => change({ dialog: undefined })} />
        )}
      </Suspense>
    </Page>
  )
}

function Process({ process, shown }: { process: ProcessSummary; shown: ProcessVersion }) {
  const { dialog, ...search } = useSearch({ from: FROM })
  const change = useSearchChange()
  const wanted = wantedOf({ ...search, processId: process.processId })
  const choose = (element: string) => change({ element: element === search.element ? undefined : element })
  return (
    <>
      <p className="mr-row topic-figures">
        <span>{countOf(process.versions.length, 'version')}</span>
        <span>{formatCount(process.running)} running</span>
        {process.withIncident > 0 && (
          <span>
            with an incident: <IncidentCount count={process.withIncident} />
          </span>
        )}
      </p>
      <Standing definition={shown} chosen={search.element} onChoose={choose} />
      <section className="process-part">
        <h2>Instances</h2>
        <InstanceFilters
          search={search}
          versions={process.versions.map((one) => one.version)}
          onChange={(to) => change(to)}
        />
        {search.element !== undefined && (
          <p className="process-chosen">
            Only those that stand at <code>{search.element}</code>
            <Button size="small" kind="quiet" onClick={() => change({ element: undefined })}>
              Anywhere
            </Button>
          </p>
        )}
        <BulkActions filter={wanted} dialog={dialog} />
        <InstanceTable wanted={wanted} onClear={isFiltered(search) ? () => change(noFilters()) : undefined} />
      </section>
    </>
  )
}

interface StandingProps {
  definition: ProcessVersion
  chosen: string | undefined
  onChoose: (elementId: string) => void
}

/** The diagram of a version with counts, and beside it the same as a table. */
function Standing({ definition, chosen, onChoose }: StandingProps) {
  const { processDefinitionKey: key, version } = definition
  const counts = useElementCounts(key).query.data?.elements ?? []
  const { data: xml } = useProcessXml(key)
  const names = useMemo(() => elementNames(xml ?? '<none/>'), [xml])
  const places = counts.filter(({ elementId }) => names.size === 0 || names.has(elementId))
  const badges = places.flatMap(({ elementId, active, incidents }) => [
    {
      elementId,
      kind: 'running' as const,
      text: formatCount(active),
      title: `${countOf(active, 'instance')} here`,
    },
    ...(incidents === 0
      ? []
      : [
          {
            elementId,
            kind: 'incident' as const,
            text: `! ${formatCount(incidents)}`,
            title: countOf(incidents, 'incident'),
          },
        ]),
  ])
  const markers = [
    ...places.map(({ elementId, incidents }) => [elementId, incidents > 0 ? 'stuck' : 'at-work'] as const),
    ...(chosen === undefined ? [] : [[chosen, 'chosen'] as const]),
  ]
  return (
    <div className="process-columns">
      <LazyDiagram
        definitionKey={key}
        label={`Diagram of version ${version}`}
        markers={markers}
        badges={badges}
        onChoose={(id) => names.has(id) && onChoose(id)}
      />
      <Places elements={places} names={names} chosen={chosen} onChoose={onChoose} />
    </div>
  )
}
