import { EmptyState } from '@millrace/ui'
import { Link } from '@tanstack/react-router'
import { usePageTitle } from '../lib/page-title.ts'

export function NotFoundPage() {
  usePageTitle('Not found')
  return (
    <>
      <h1 className="mr-visually-hidden">Not found</h1>
      <EmptyState
        title="There is no such page"
        icon="search"
        action={
          <>
            <Link to="/" className="mr-button" data-kind="primary">
              Overview
            </Link>
            <Link to="/topics" className="mr-button">
              Topics
            </Link>
          </>
        }
      >
        The address may be mistyped, or what it named may have been deleted.
      </EmptyState>
    </>
  )
}
