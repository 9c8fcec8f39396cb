import { Button, Dialog, EmptyState, Notice, SelectField, Skeleton, TextField, countOf, useToasts } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { GroupDetail, ResetPreview } from '../../../contract/groups.ts'
import { useApplyReset, useResetPreview } from '../../api/groups.ts'
import { errorText } from '../../api/request.ts'
import { useTopics } from '../../api/views.ts'
import { ResetTable } from './ResetTable.tsx'
import { type TargetKind, effectOf, targetOf } from './reset-target.ts'

const kinds: { value: TargetKind; text: string }[] = [
  { value: 'earliest', text: 'the first record' },
  { value: 'latest', text: 'the end' },
  { value: 'time', text: 'a time' },
  { value: 'offset', text: 'an offset' },
  { value: 'shift', text: 'so many records on or back' },
]

const fields: Record<TargetKind, { label: string; type: string; hint: string } | undefined> = {
  earliest: undefined,
  latest: undefined,
  time: { label: 'Time', type: 'datetime-local', hint: 'The first record at or after it, in your time zone' },
  offset: { label: 'Offset', type: 'number', hint: 'In every partition' },
  shift: { label: 'By', type: 'number', hint: '-100 goes back by 100 records, 100 skips as many' },
}

/** Sets a group's offsets, in two steps: what would happen is always in sight before it can be done. */
export function ResetDialog({ group, topic, onClose }: { group: GroupDetail; topic?: string; onClose: () => void }) {
  const all = useTopics().query.data?.map(({ name }) => name) ?? []
  const own = [...new Set(group.partitions.map((one) => one.topic))]
  const [chosen, setChosen] = useState(topic ?? own[0] ?? '')
  const [kind, setKind] = useState<TargetKind>('earliest')
  const [text, setText] = useState('')
  const to = targetOf(kind, text)
  const preview = useResetPreview(group.id, chosen === '' || to === undefined ? undefined : { topic: chosen, to })
  const apply = useApplyReset(group.id)
  const toasts = useToasts()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (preview.data === undefined) return
    const offsets = preview.data.rows.map(({ partition, next }) => ({ partition, offset: next }))
    apply.mutate(
      { topic: chosen, offsets },
      {
        onSuccess: () => {
          toasts.done(`${group.id} will go on in ${chosen} from the offsets that you saw`)
          onClose()
        },
      },
    )
  }
  const field = fields[kind]
  const others = all.filter((name) => !own.includes(name))
  return (
    <Dialog title={`Reset offsets of ${group.id}`} onClose={onClose} wide>
      <form className="form" onSubmit={submit}>
        <div className="form-columns">
          <SelectField
            label="Topic"
            value={chosen}
            options={[
              ...(chosen === '' ? [{ value: '', text: 'Choose a topic' }] : []),
              ...[...own, ...others].map((name) => ({ value: name, text: name })),
            ]}
            onChange={(event) => setChosen(event.target.value)}
          />
          <SelectField
            label="Go to"
            value={kind}
            options={kinds}
            onChange={(event) => setKind(event.target.value as TargetKind)}
          />
          {field !== undefined && (
            <TextField
              key={kind}
              label={field.label}
              type={field.type}
              hint={field.hint}
              step={1}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </div>
        {apply.isError && <Notice tone="bad">{errorText(apply.error)}</Notice>}
        {preview.isError && <Notice tone="bad">{errorText(preview.error)}</Notice>}
        {preview.data !== undefined && <Preview preview={preview.data} />}
        {preview.isPending &&
          (to === undefined || chosen === '' ? (
            <EmptyState title="What would happen is shown here">Say where the group is to go on.</EmptyState>
          ) : (
            <Skeleton what="the preview" lines={3} />
          ))}
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            busy={apply.isPending}
            disabled={preview.data === undefined || preview.data.refusal !== undefined}
          >
            Reset offsets
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Preview({ preview }: { preview: ResetPreview }) {
  const { again, skipped, unchanged, first } = effectOf(preview.rows)
  const parts = [
    again > 0 ? `${countOf(again, 'record')} will be read again` : '',
    skipped > 0 ? `${countOf(skipped, 'record')} will be skipped` : '',
    first > 0 ? `${countOf(first, 'partition')} will get a first offset` : '',
    unchanged > 0 ? `${countOf(unchanged, 'partition')} unchanged` : '',
  ].filter(Boolean)
  return (
    <>
      {preview.refusal !== undefined && <Notice tone="warn">{preview.refusal}</Notice>}
      <output>{parts.length === 0 ? 'Nothing changes.' : `${parts.join('; ')}.`}</output>
      <ResetTable rows={preview.rows} />
    </>
  )
}
