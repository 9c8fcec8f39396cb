import { Button, Dialog, Notice, TextField, countOf, useToasts } from '@millrace/ui'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { errorText } from '../../api/request.ts'
import { useDeleteTopic } from '../../api/topics.ts'

export function DeleteTopicDialog({
  topic,
  records,
  onClose,
}: {
  topic: string
  records: number
  onClose: () => void
}) {
  const [confirm, setConfirm] = useState('')
  const remove = useDeleteTopic(topic)
  const toasts = useToasts()
  const navigate = useNavigate()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    remove.mutate(confirm, {
      onSuccess: () => {
        toasts.done(`Topic ${topic} and its records are gone`)
        void navigate({ to: '/topics' })
      },
    })
  }
  return (
    <Dialog title="Delete topic" onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <Notice tone="warn">
          {records === 0 ? 'The topic is empty.' : `${countOf(records, 'record')} will be deleted with it.`} This cannot
          be undone.
        </Notice>
        {remove.isError && <Notice tone="bad">{errorText(remove.error)}</Notice>}
        <TextField
          label={`Type ${topic} to confirm`}
          mono
          autoComplete="off"
          spellCheck={false}
          value={confirm}
          onChange={(event) => setConfirm(event.target.value)}
        />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" type="submit" disabled={confirm !== topic} busy={remove.isPending}>
            Delete topic
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
