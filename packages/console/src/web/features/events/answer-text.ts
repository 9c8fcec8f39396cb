/** What a subscriber says it did (the header `millrace-outcome`), read. */
export interface Answer {
  text: string
  /** The message that the event became; the engine knows which process instance took it. */
  messageKey?: string
  /** The process instance that the event went on into. */
  processInstanceKey?: string
}

/** The router's outcomes in words; what anybody else says stays as it is. */
export function answerText(answer: string): Answer {
  const { kind, messageKey, jobKey, processInstanceKey, reason } = fieldsOf(answer)
  const instance = processInstanceKey === undefined ? {} : { processInstanceKey }
  switch (kind) {
    case 'published':
      return { text: 'published a message to the engine', ...(messageKey === undefined ? {} : { messageKey }) }
    case 'started':
      return { text: 'started a process instance', ...instance }
    case 'completed':
      return { text: `completed job ${jobKey ?? ''} that waited for it`, ...instance }
    case 'cancelled':
      return { text: 'cancelled a process instance', ...instance }
    case 'duplicate':
      return { text: 'came before, and was done then' }
    case 'expired':
      return { text: 'came after its expiry time' }
    case 'unmatched':
      return { text: `matched nothing at the router${reason === undefined ? '' : ` (${reason})`}` }
    default:
      return { text: answer }
  }
}

function fieldsOf(answer: string): Readonly<Record<string, string | undefined>> {
  try {
    const fields: unknown = JSON.parse(answer)
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, string>) : {}
  } catch {
    return {}
  }
}
