import { useSearch } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import type { InstanceView } from '../../../contract/processes.ts'
import { useSearchChange } from '../../lib/use-search-change.ts'

const CancelDialog = lazy(async () => ({ default: (await import('./CancelDialog.tsx')).CancelDialog }))
const PublishDialog = lazy(async () => ({ default: (await import('./PublishDialog.tsx')).PublishDialog }))
const ResolveDialog = lazy(async () => ({ default: (await import('./ResolveDialog.tsx')).ResolveDialog }))
const RetriesDialog = lazy(async () => ({ default: (await import('./ResolveDialog.tsx')).RetriesDialog }))
const SetDialog = lazy(async () => ({ default: (await import('./SetDialog.tsx')).SetDialog }))

/** The dialog that the URL names; none when what it is about has gone. */
export function InstanceDialogs({ view }: { view: InstanceView }) {
  const { dialog, of, element } = useSearch({ from: '/processes/instances/$key' })
  const change = useSearchChange()
  const close = () => change({ dialog: undefined, of: undefined })
  const { instance, incidents, jobs, subscriptions, elements } = view
  const incident = incidents.items.find(({ incidentKey, state }) => incidentKey === of && state === 'ACTIVE')
  const job = jobs.items.find(({ jobKey }) => jobKey === of)
  const waiting = subscriptions.items.find(({ messageSubscriptionKey }) => messageSubscriptionKey === of)
  const scope = elements.items.find(({ elementInstanceKey: key, state }) => key === element && state === 'ACTIVE')
  return (
    <Suspense>
      {dialog === 'cancel' && <CancelDialog instance={instance} called={view.called.total} onClose={close} />}
      {dialog === 'set' && <SetDialog instance={instance} scope={scope} onClose={close} />}
      {dialog === 'resolve' && incident !== undefined && <ResolveDialog incident={incident} onClose={close} />}
      {dialog === 'retries' && job !== undefined && <RetriesDialog job={job} onClose={close} />}
      {dialog === 'publish' && waiting !== undefined && (
        <PublishDialog name={waiting.messageName} correlationKey={waiting.correlationKey ?? ''} onClose={close} />
      )}
    </Suspense>
  )
}
