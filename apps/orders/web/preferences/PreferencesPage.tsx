import { Button, Notice, TextField, asApiError, newKey, request, useToasts } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { Preferences } from '../../contract/notice.ts'
import { Frame } from '../frame/Frame.tsx'
import { setQuery } from '../frame/query.ts'
import './preferences.css'

const pathOf = (contact: string): string => `/preferences/${encodeURIComponent(contact)}`

/** Which channels a customer wants, by e-mail address or phone number. */
export function PreferencesPage() {
  const [known, setKnown] = useState<Preferences | undefined>()
  const [wrong, setWrong] = useState<string | undefined>()
  const [isBusy, setBusy] = useState(false)
  const look = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const contact = String(new FormData(event.currentTarget).get('contact') ?? '').trim()
    setBusy(true)
    try {
      setKnown(await request<Preferences>(pathOf(contact)))
      setWrong(undefined)
      setQuery({ contact })
    } catch (error) {
      setKnown(undefined)
      setWrong(contact === '' ? 'Type the e-mail address or the phone number of the order' : asApiError(error).message)
    }
    setBusy(false)
  }
  return (
    <Frame title="How we reach you">
      <div className="preferences">
        <div className="weir-head">
          <h1>How we reach you</h1>
          <p className="mr-lead">We write at each step of an order. Choose where.</p>
        </div>
        <form className="mr-card mr-card-body" onSubmit={(event) => void look(event)} noValidate>
          <TextField
            label="E-mail address or phone number"
            name="contact"
            defaultValue={new URLSearchParams(location.search).get('contact') ?? ''}
            error={wrong}
            maxLength={254}
          />
          <Button type="submit" busy={isBusy}>
            Show
          </Button>
        </form>
        {known !== undefined && <Channels key={known.contact} known={known} onSaved={setKnown} />}
      </div>
    </Frame>
  )
}

function Channels({ known, onSaved }: { known: Preferences; onSaved: (saved: Preferences) => void }) {
  const toasts = useToasts()
  const [wanted, setWanted] = useState(known)
  const [isBusy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const { email, mobile } = wanted
      onSaved(
        await request<Preferences>(pathOf(known.contact), { method: 'PUT', body: { email, mobile }, key: newKey() }),
      )
      toasts.done('Saved. It holds from the next message on.')
    } catch (error) {
      toasts.failed(asApiError(error).message)
    }
    setBusy(false)
  }
  return (
    <form className="mr-card mr-card-body" onSubmit={(event) => void save(event)}>
      <h2>{known.contact}</h2>
      {(['email', 'mobile'] as const).map((channel) => (
        <label key={channel} className="preferences-channel">
          <input
            type="checkbox"
            checked={wanted[channel]}
            onChange={({ target }) => setWanted({ ...wanted, [channel]: target.checked })}
          />
          {names[channel]}
        </label>
      ))}
      {!wanted.email && !wanted.mobile && (
        <Notice tone="info">Then we do not write at all; the order’s page always says where it is.</Notice>
      )}
      <Button kind="primary" type="submit" busy={isBusy}>
        Save
      </Button>
    </form>
  )
}

const names = { email: 'By e-mail', mobile: 'On the phone' } as const
