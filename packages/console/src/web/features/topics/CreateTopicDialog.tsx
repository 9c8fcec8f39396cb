import { Button, Dialog, Notice, SelectField, TextField, useToasts } from '@millrace/ui'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError, errorText, fieldError } from '../../api/request.ts'
import { useCreateTopic } from '../../api/topics.ts'

const policies = [
  { value: '', text: "The cluster's default" },
  { value: 'delete', text: 'Delete what is old' },
  { value: 'compact', text: 'Keep the latest of each key' },
  { value: 'compact,delete', text: 'Both' },
]

const retentions = [
  { value: '', text: "The cluster's default" },
  { value: '3600000', text: '1 hour' },
  { value: '86400000', text: '1 day' },
  { value: '604800000', text: '7 days' },
  { value: '2592000000', text: '30 days' },
  { value: '-1', text: 'For ever' },
]

export function CreateTopicDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [partitions, setPartitions] = useState('1')
  const [policy, setPolicy] = useState('')
  const [retention, setRetention] = useState('')
  const create = useCreateTopic()
  const toasts = useToasts()
  const navigate = useNavigate()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const settings = {
      ...(policy === '' ? {} : { 'cleanup.policy': policy }),
      ...(retention === '' ? {} : { 'retention.ms': retention }),
    }
    create.mutate(
      { name: name.trim(), partitions: Number(partitions), settings },
      {
        onSuccess: () => {
          toasts.done(`Topic ${name.trim()} is there`)
          void navigate({ to: '/topics/$topic', params: { topic: name.trim() } })
        },
      },
    )
  }
  const hasFieldErrors = create.error instanceof ApiError && create.error.problem.errors !== undefined
  return (
    <Dialog title="Create topic" onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {create.isError && !hasFieldErrors && <Notice tone="bad">{errorText(create.error)}</Notice>}
        <TextField
          label="Name"
          mono
          required
          autoComplete="off"
          spellCheck={false}
          value={name}
          hint="Letters, digits, dot, underscore, hyphen"
          error={fieldError(create.error, 'name')}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Partitions"
          type="number"
          min={1}
          max={1000}
          required
          value={partitions}
          hint="How many consumers of one group can share the work; can be raised later, never lowered"
          error={fieldError(create.error, 'partitions')}
          onChange={(event) => setPartitions(event.target.value)}
        />
        <SelectField
          label="Cleanup"
          options={policies}
          value={policy}
          onChange={(event) => setPolicy(event.target.value)}
        />
        <SelectField
          label="Keep records for"
          options={retentions}
          value={retention}
          onChange={(event) => setRetention(event.target.value)}
        />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={create.isPending}>
            Create topic
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
