import { Button, Dialog, Notice, TextField, useToasts } from '@millrace/ui'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useDeleteGroup } from '../../api/groups.ts'
import { errorText } from '../../api/request.ts'

export function DeleteGroupDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [confirm, setConfirm] = useState('')
  const remove = useDeleteGroup(id)
  const toasts = useToasts()
  const navigate = useNavigate()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    remove.mutate(confirm, {
      onSuccess: () => {
        toasts.done(`Group ${id} is forgotten`)
        void navigate({ to: '/groups' })
      },
    })
  }
  return (
    <Dialog title="Delete consumer group" onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <Notice tone="warn">
          Its offsets are forgotten: a consumer that joins it again begins as a new group does.
        </Notice>
        {remove.isError && <Notice tone="bad">{errorText(remove.error)}</Notice>}
        <TextField
          label={`Type ${id} to confirm`}
          mono
          autoComplete="off"
          spellCheck={false}
          value={confirm}
          onChange={(event) => setConfirm(event.target.value)}
        />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" type="submit" disabled={confirm !== id} busy={remove.isPending}>
            Delete group
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
