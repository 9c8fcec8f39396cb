import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'

const shownAtMost = 4

/** The first few topics of a group, and how many more there are. */
export function TopicLinks({ topics }: { topics: readonly string[] }) {
  if (topics.length === 0) return <span className="mr-muted">none</span>
  return (
    <>
      {topics.slice(0, shownAtMost).map((topic, index) => (
        <Fragment key={topic}>
          {index > 0 && ', '}
          <Link to="/topics/$topic" params={{ topic }}>
            {topic}
          </Link>
        </Fragment>
      ))}
      {topics.length > shownAtMost && <span className="mr-muted"> and {topics.length - shownAtMost} more</span>}
    </>
  )
}
