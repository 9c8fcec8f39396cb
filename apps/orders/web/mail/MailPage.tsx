import { StaleNotice, Tabs, TextField, itemsAt, listed, useLiveValue } from '@millrace/ui'
import { useDeferredValue, useState } from 'react'
import type { Mail } from '../../contract/notice.ts'
import { Frame } from '../frame/Frame.tsx'
import { setQuery, useQuery } from '../frame/query.ts'
import { Inbox } from './Inbox.tsx'
import { Outbox } from './Outbox.tsx'
import './mail.css'

const folds = listed<Mail>('mails', 'mail', ({ messageId }) => messageId)

/** What customers received, and what is on its way to them. */
export function MailPage() {
  const sent = useLiveValue('/mails', folds, itemsAt<Mail>('/mails'))
  const query = useQuery()
  const [to, setTo] = useState(query.get('to') ?? '')
  const wanted = useDeferredValue(to.trim())
  const waiting = sent.data?.filter(({ status }) => status === 'waiting').length ?? 0
  const search = (text: string) => {
    setTo(text)
    setQuery({ to: text.trim() })
  }
  return (
    <Frame place="mail" title="Mail" live={sent.live} offset={sent.offset}>
      <div className="mail-head">
        <h1>Mail</h1>
        <TextField
          label="Mail to"
          hideLabel
          type="search"
          placeholder="Mail to an address"
          maxLength={254}
          value={to}
          onChange={({ target }) => search(target.value)}
        />
      </div>
      {sent.data !== undefined && <StaleNotice live={sent.live} service="the mail service" />}
      <Tabs
        label="Mail"
        value={query.get('show') === 'outbox' ? 'outbox' : 'inbox'}
        onChange={(show) => setQuery({ show })}
        tabs={[
          {
            id: 'inbox',
            title: 'Received',
            content: <Inbox to={wanted} version={sent.live.version} chosen={query.get('mail') ?? undefined} />,
          },
          {
            id: 'outbox',
            title: waiting === 0 ? 'On the way' : `On the way (${waiting})`,
            content: <Outbox to={wanted} mails={sent} />,
          },
        ]}
      />
    </Frame>
  )
}
