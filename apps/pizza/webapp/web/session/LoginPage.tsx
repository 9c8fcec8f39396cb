import { Button, TextField, asApiError, newKey, request } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { Session } from '../../../contract/order.ts'
import { PizzaPicture } from '../builder/PizzaPicture.tsx'
import { Frame } from '../frame/Frame.tsx'
import './login.css'

const SHOWN = {
  sauce: 'Tomato',
  cheese: 'Mozzarella',
  main_topping: 'Pepperoni',
  extra_toppings: ['Black olives', 'Green pepper', 'Mushroom'],
}

/** Any name will do: the shop only wants to know what to write on the box. */
export function LoginPage() {
  const [error, setError] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const username = String(new FormData(event.currentTarget).get('username') ?? '')
    setBusy(true)
    try {
      await request<Session>('/api/login', { method: 'POST', body: { username }, key: newKey() })
      location.assign(wayOn())
    } catch (thrown) {
      const failure = asApiError(thrown)
      setError(failure.fields['username'] ?? failure.message)
      setBusy(false)
    }
  }
  return (
    <Frame title="Log in">
      <div className="login">
        <PizzaPicture pizza={SHOWN} label="" />
        <div className="login-side">
          <h1>Stone-baked, the way you build it</h1>
          <p className="mr-lead">Choose a sauce, a cheese and what goes on top, and watch it come to your door.</p>
          <form className="login-form" onSubmit={(event) => void submit(event)} noValidate>
            <TextField
              label="Your name"
              name="username"
              autoComplete="nickname"
              maxLength={16}
              required
              error={error}
              hint="Any name will do; it goes on the box."
            />
            <Button type="submit" kind="primary" className="mr-big" busy={busy}>
              Come in
            </Button>
          </form>
        </div>
      </div>
    </Frame>
  )
}

/** Back to where one came from, on this site. */
function wayOn(): string {
  const to = new URLSearchParams(location.search).get('to') ?? '/'
  return /^\/(?![/\\])/u.test(to) ? to : '/'
}
