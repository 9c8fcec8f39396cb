import { Button, Dialog, Field, Icon, Notice, useToasts } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { useDeploy } from '../../api/processes.ts'
import { errorText } from '../../api/request.ts'

interface Resource {
  name: string
  content: string
}

/** Deploys files from the reader's disk: all of them, or none when one is wrong. */
export function DeployDialog({ onClose }: { onClose: () => void }) {
  const [resources, setResources] = useState<readonly Resource[]>([])
  const deploy = useDeploy()
  const toasts = useToasts()
  const choose = async (files: FileList | null) => {
    deploy.reset()
    setResources(
      await Promise.all([...(files ?? [])].map(async (file) => ({ name: file.name, content: await file.text() }))),
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    deploy.mutate(resources, {
      onSuccess: (deployed) => {
        const told = deployed.map(({ processId, version }) => `${processId} v${version}`)
        toasts.done(told.length === 0 ? 'Deployed' : `Deployed ${told.join(', ')}`)
        onClose()
      },
    })
  }
  return (
    <Dialog title="Deploy processes" onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {deploy.isError && (
          <Notice tone="bad">
            <span className="process-text">{errorText(deploy.error)}</span>
          </Notice>
        )}
        <Field label="BPMN files" hint="A file that has not changed keeps its version; all are deployed, or none">
          {(wiring) => (
            <input
              {...wiring}
              className="mr-input"
              type="file"
              multiple
              accept=".bpmn,.xml"
              onChange={(event) => void choose(event.target.files)}
            />
          )}
        </Field>
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            icon={<Icon name="up" />}
            disabled={resources.length === 0}
            busy={deploy.isPending}
          >
            Deploy
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
