import { Button, Dialog, Notice, countOf, useToasts } from '@millrace/ui'
import type { ProcessInstance } from '../../../contract/processes.ts'
import { useCancel } from '../../api/processes.ts'
import { errorText } from '../../api/request.ts'

export function CancelDialog(props: { instance: ProcessInstance; called: number; onClose: () => void }) {
  const { instance, called, onClose } = props
  const cancel = useCancel(instance.processInstanceKey)
  const toasts = useToasts()
  const submit = () =>
    cancel.mutate(undefined, {
      onSuccess: () => {
        toasts.done(`Instance ${instance.processInstanceKey} is cancelled`)
        onClose()
      },
    })
  return (
    <Dialog title="Cancel the instance" onClose={onClose}>
      <Notice tone="warn">
        It ends where it stands{called > 0 && `, with what it called (${countOf(called, 'instance')})`}. This cannot be
        undone.
      </Notice>
      {cancel.isError && <Notice tone="bad">{errorText(cancel.error)}</Notice>}
      <div className="mr-dialog-actions">
        <Button onClick={onClose}>Let it run</Button>
        <Button kind="danger" onClick={submit} busy={cancel.isPending}>
          Cancel the instance
        </Button>
      </div>
    </Dialog>
  )
}
