import { Button, Notice, TextField } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { useOpenSession } from '../api/session.ts'
import { errorText } from '../api/request.ts'
import { Logo } from './Logo.tsx'

/** Asks for the token that the server printed. Whoever has it may read and change everything. */
export function TokenPage() {
  const [token, setToken] = useState('')
  const open = useOpenSession()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate(token.trim())
  }
  return (
    <main className="alone">
      <form className="token-card mr-panel" onSubmit={submit}>
        <div className="mr-row">
          <Logo />
          <h1>Millrace needs its token</h1>
        </div>
        <p className="mr-muted">
          The server prints the address of this console when it starts, with the token in it. Open that address, or
          paste the token here.
        </p>
        <pre className="token-example">{'console  http://127.0.0.1:8080/#token=3f9c…'}</pre>
        {open.isError && <Notice tone="bad">{errorText(open.error)}</Notice>}
        <TextField
          label="Token"
          type="password"
          mono
          autoComplete="off"
          spellCheck={false}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <Button kind="primary" type="submit" busy={open.isPending} disabled={token.trim() === ''}>
          Open the console
        </Button>
      </form>
    </main>
  )
}
