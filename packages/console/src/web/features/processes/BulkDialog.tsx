import {
  Button,
  type Column,
  Dialog,
  EmptyState,
  Notice,
  Skeleton,
  Table,
  TextField,
  countOf,
  useToasts,
} from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { BulkHit, BulkOutcome, BulkPreview } from '../../../contract/processes.ts'
import { type BulkAct, type InstancesWanted, useBulk, useBulkPreview } from '../../api/processes.ts'
import { errorText } from '../../api/request.ts'
import { Behind } from './ProcessShown.tsx'

const WORDS = {
  cancel: {
    title: 'Cancel instances',
    what: 'running instance',
    button: 'Cancel them',
    none: 'None of these instances runs.',
    warning: 'They end where they stand, with all that they called. This cannot be undone.',
  },
  resolve: {
    title: 'Resolve incidents',
    what: 'open incident',
    button: 'Resolve them',
    none: 'None of these instances has an open incident.',
    warning: 'Jobs that failed get retries; what is still wrong raises an incident again.',
  },
} as const

const SHOWN = 20

const columns: Column<BulkHit>[] = [
  {
    id: 'key',
    header: 'Instance',
    isRowHeader: true,
    cell: (hit) => <span className="mr-mono">{hit.processInstanceKey}</span>,
  },
  { id: 'process', header: 'Process', cell: ({ processDefinitionId }) => processDefinitionId },
  { id: 'detail', header: 'Detail', wrap: true, cell: ({ detail }) => detail },
]

/** Shows what a bulk act hits, and does exactly that once its number has been repeated. */
export function BulkDialog(props: { action: BulkAct; filter: InstancesWanted; onClose: () => void }) {
  const { action, filter, onClose } = props
  const preview = useBulkPreview(action, filter)
  return (
    <Dialog title={WORDS[action].title} onClose={onClose} wide>
      {preview.isError && <Notice tone="bad">{errorText(preview.error)}</Notice>}
      {preview.isPending && <Skeleton what="what would be hit" />}
      {preview.data !== undefined && <Confirm action={action} preview={preview.data} onClose={onClose} />}
    </Dialog>
  )
}

function Confirm({ action, preview, onClose }: { action: BulkAct; preview: BulkPreview; onClose: () => void }) {
  const { hits, hasMore, behind } = preview
  const words = WORDS[action]
  const [confirm, setConfirm] = useState('')
  const [retries, setRetries] = useState('1')
  const bulk = useBulk()
  const toasts = useToasts()
  if (hits.length === 0) return <EmptyState title={words.none} icon="search" />
  if (bulk.data !== undefined && bulk.data.refused.length > 0) return <Outcome outcome={bulk.data} onClose={onClose} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const chosen = hits.map(({ key, jobKey }) => ({ key, ...(jobKey === undefined ? {} : { jobKey }) }))
    const wanted = { action, hits: chosen, retries: Number(retries), confirm: Number(confirm) }
    bulk.mutate(wanted, {
      onSuccess: ({ done, refused }) => {
        if (refused.length > 0) return
        toasts.done(`Done: ${countOf(done, words.what)}`)
        onClose()
      },
    })
  }
  return (
    <form className="form" onSubmit={submit}>
      <Behind events={behind} />
      <output>
        {countOf(hits.length, words.what)}
        {hasMore && ', the first of more: what is left takes another turn'}
      </output>
      <Table caption="What is hit" columns={columns} rows={hits.slice(0, SHOWN)} rowKey={({ key }) => key} />
      {hits.length > SHOWN && <p className="mr-muted">and {countOf(hits.length - SHOWN, 'other')}</p>}
      <Notice tone="warn">{words.warning}</Notice>
      {bulk.isError && <Notice tone="bad">{errorText(bulk.error)}</Notice>}
      <div className="form-columns">
        {action === 'resolve' && (
          <TextField
            label="Retries for each job"
            type="number"
            min={1}
            max={1000}
            value={retries}
            onChange={(event) => setRetries(event.target.value)}
          />
        )}
        <TextField
          label={`Type ${hits.length} to confirm`}
          mono
          autoComplete="off"
          value={confirm}
          onChange={(event) => setConfirm(event.target.value)}
        />
      </div>
      <div className="mr-dialog-actions">
        <Button onClick={onClose}>Close</Button>
        <Button
          kind={action === 'cancel' ? 'danger' : 'primary'}
          type="submit"
          disabled={confirm !== String(hits.length)}
          busy={bulk.isPending}
        >
          {words.button}
        </Button>
      </div>
    </form>
  )
}

function Outcome({ outcome: { done, refused }, onClose }: { outcome: BulkOutcome; onClose: () => void }) {
  return (
    <>
      <Notice tone="warn">
        {done} done, {refused.length} refused.
      </Notice>
      <ul className="bars">
        {refused.slice(0, SHOWN).map(({ key, detail }) => (
          <li key={key}>
            <span className="mr-mono">{key}</span> {detail}
          </li>
        ))}
      </ul>
      <div className="mr-dialog-actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </>
  )
}
