import { Button, Dialog, Fold, Notice, TextField, useToasts } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { AlteredSetting, Setting } from '../../../contract/topics.ts'
import { errorText } from '../../api/request.ts'
import { useAlterSetting } from '../../api/topics.ts'
import { meaningOf } from './setting-meaning.ts'

/** Changes one setting; what it was stays in sight. */
export function SettingDialog({ topic, setting, onClose }: { topic: string; setting: Setting; onClose: () => void }) {
  const { name, value: before, source, documentation } = setting
  const [value, setValue] = useState(before ?? '')
  const alter = useAlterSetting(topic)
  const toasts = useToasts()
  const apply = (next: string | null) =>
    alter.mutate(
      { name, value: next },
      {
        onSuccess: (change: AlteredSetting) => {
          toasts.done(`${name}: ${change.before ?? 'empty'} → ${change.after ?? 'empty'}`)
          onClose()
        },
      },
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply(value)
  }
  return (
    <Dialog title={name} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {documentation !== '' && (
          <p className="mr-muted">
            <Fold text={documentation} limit={320} />
          </p>
        )}
        {alter.isError && <Notice tone="bad">{errorText(alter.error)}</Notice>}
        <dl className="facts">
          <div>
            <dt>Now</dt>
            <dd>
              <code>{before ?? 'empty'}</code> {meaningOf(name, before)}
              {source !== 'topic' && <span className="mr-muted"> inherited</span>}
            </dd>
          </div>
        </dl>
        <TextField
          label="New value"
          mono
          autoComplete="off"
          spellCheck={false}
          value={value}
          hint={meaningOf(name, value) ?? setting.type}
          onChange={(event) => setValue(event.target.value)}
        />
        <div className="mr-dialog-actions">
          {source === 'topic' && (
            <Button busy={alter.isPending} onClick={() => apply(null)}>
              Back to the default
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={alter.isPending} disabled={value === before}>
            Set
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
