import { RelativeTime } from '@millrace/ui'
import type { PhoneMessage } from '../../contract/notice.ts'

/** The messages, the newest first, each as a card that leads to its order. */
export function Messages({ messages }: { messages: readonly PhoneMessage[] }) {
  if (messages.length === 0) return <p className="phone-empty">No messages yet. They come in as your order moves on.</p>
  return (
    <ol className="phone-messages" aria-label="Messages" aria-live="polite">
      {messages.map((message) => (
        <Message key={message.id} message={message} />
      ))}
    </ol>
  )
}

function Message({ message: { title, body, url, at, status, lastError, nextAt } }: { message: PhoneMessage }) {
  return (
    <li className="phone-message">
      <svg aria-hidden="true" width="32" height="32" viewBox="0 0 32 32">
        <rect className="weir-brand-tile" width="32" height="32" rx="8" />
        <path className="weir-brand-wall" d="M6 15.5h5.5c3.4 0 4 4.2 5 8.5H6z" />
        <path className="weir-brand-water" d="M6 10h7.5c8.5 0 4 13.5 12.5 13.5M18.5 10H26" />
      </svg>
      <div>
        <p className="phone-message-head">
          <a href={url}>{title}</a>
          <RelativeTime at={Date.parse(at)} />
        </p>
        <p>{body}</p>
        {status === 'waiting' && lastError !== undefined && (
          <p className="phone-waiting">
            Not pushed yet: {lastError}
            {nextAt !== undefined && (
              <>
                ; tried again <RelativeTime at={Date.parse(nextAt)} />
              </>
            )}
          </p>
        )}
      </div>
    </li>
  )
}
