import { Button, Icon, TextField } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { keptPhones } from './kept-phones.ts'

const E164 = /^\+[1-9]\d{6,14}$/u

/** Whose phone it is. */
export function ChoosePhone() {
  const [error, setError] = useState<string | undefined>()
  const kept = keptPhones()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('phone') ?? '').replaceAll(/[\s()/-]/gu, '')
    if (E164.test(typed)) location.assign(`/phone/${encodeURIComponent(typed)}`)
    else setError('Begin with + and the country’s code, then the number: +49 151 12345678')
  }
  return (
    <div className="phone-choose">
      <div className="weir-head">
        <h1>Your phone</h1>
        <p className="mr-lead">See the messages of an order arrive on the phone that it was ordered with.</p>
      </div>
      <form className="mr-card mr-card-body" onSubmit={submit} noValidate>
        <TextField
          label="Phone number"
          name="phone"
          type="tel"
          autoComplete="tel"
          hint="The one that you ordered with"
          error={error}
        />
        <Button kind="primary" type="submit" className="mr-big" icon={<Icon name="phone" />}>
          Take it out
        </Button>
      </form>
      {kept.length > 0 && (
        <nav className="mr-stack" aria-label="Phones of before">
          <h2>Phones of before</h2>
          <ul className="mr-row">
            {kept.map((phone) => (
              <li key={phone}>
                <a className="mr-button" href={`/phone/${encodeURIComponent(phone)}`}>
                  {phone}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}
