import { CopyId } from '@millrace/ui'
import { Link } from '@tanstack/react-router'
import { useCorrelations } from '../../api/correlations.ts'
import { errorText } from '../../api/request.ts'

/** The process instances that took a message which an event became. */
export function Correlated({ messageKey }: { messageKey: string }) {
  const { data, error } = useCorrelations(messageKey)
  if (data === undefined)
    return <p className="mr-muted">{error === null ? 'Looking for its process instance' : errorText(error)}</p>
  if (data.length === 0) return <p className="mr-muted">No process instance has taken message {messageKey} yet.</p>
  return (
    <ul>
      {data.map(({ messageSubscriptionKey, processDefinitionId, processInstanceKey, elementId }) => (
        <li key={messageSubscriptionKey}>
          It was correlated to a process instance of{' '}
          {processInstanceKey === null ? (
            processDefinitionId
          ) : (
            <Link className="in-text" to="/processes/instances/$key" params={{ key: processInstanceKey }}>
              {processDefinitionId}
            </Link>
          )}
          {elementId !== null && (
            <>
              {' '}
              at <code>{elementId}</code>
            </>
          )}
          {processInstanceKey !== null && (
            <>
              : <CopyId id={processInstanceKey} name="process instance" />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
