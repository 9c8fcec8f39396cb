import { type ApiError, Button, Dialog, Notice, asApiError, newKey, useToasts } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { NewKind } from '../App.tsx'
import { create } from '../data/api.ts'
import { PurchaseFields } from './PurchaseFields.tsx'
import { CustomerFields, ProductFields } from './fields.tsx'

/** The errors of the last try, by field. */
export type FieldErrors = Readonly<Record<string, string>>

interface FormKind {
  readonly title: string
  readonly plural: string
  readonly Fields: (props: { errors: FieldErrors }) => React.ReactNode
  /** Names of the fields that are numbers on the wire. */
  readonly numbers: readonly string[]
}

const forms: Readonly<Record<NewKind, FormKind>> = {
  customer: { title: 'Add a customer', plural: 'customers', Fields: CustomerFields, numbers: [] },
  product: { title: 'Add a product', plural: 'products', Fields: ProductFields, numbers: ['price'] },
  purchase: { title: 'Add a purchase', plural: 'purchases', Fields: PurchaseFields, numbers: ['total'] },
}

/** A form for one new entity. Sending it twice creates once: the key stays until it has worked. */
export function NewEntity({ kind, onClose }: { kind: NewKind; onClose: () => void }) {
  const { title, plural, Fields, numbers } = forms[kind]
  const toasts = useToasts()
  const [attempt, setAttempt] = useState({ key: newKey(), body: '' })
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiError | undefined>()
  const send = async (body: object) => {
    const text = JSON.stringify(body)
    // Another body is another request, and needs another key.
    const key = attempt.body === '' || attempt.body === text ? attempt.key : newKey()
    setAttempt({ key, body: text })
    setBusy(true)
    try {
      await create(plural, body, key)
      toasts.done(`The ${kind} is added.`)
      onClose()
    } catch (error) {
      setBusy(false)
      setFailure(asApiError(error))
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void send(bodyOf(new FormData(event.currentTarget), numbers))
  }
  const errors = failure?.fields ?? {}
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="mr-stack" ref={beginAtFirstField} onSubmit={submit} noValidate>
        {failure !== undefined && Object.keys(errors).length === 0 && <Notice tone="bad">{failure.message}</Notice>}
        <Fields errors={errors} />
        <div className="mr-dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={isBusy}>
            Add {kind}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The dialog puts the focus there when it opens, instead of on its close button. */
function beginAtFirstField(form: HTMLFormElement | null): void {
  form?.querySelector('input, select')?.setAttribute('autofocus', '')
}

/** Empty fields are left out, so that the service says they are missing; what is no number is sent as it stands. */
export function bodyOf(form: FormData, numbers: readonly string[]): Record<string, string | number> {
  const body: Record<string, string | number> = {}
  for (const [name, value] of form) {
    if (typeof value !== 'string' || value.trim() === '') continue
    const number = Number(value.trim().replace(',', '.'))
    body[name] = numbers.includes(name) && Number.isFinite(number) ? number : value.trim()
  }
  return body
}
