import { Icon, type IconName } from '@millrace/ui'
import { Link } from '@tanstack/react-router'

const pages = [
  { to: '/', text: 'Overview', icon: 'overview' },
  { to: '/topics', text: 'Topics', icon: 'topics' },
  { to: '/groups', text: 'Groups', icon: 'groups' },
  { to: '/sql', text: 'SQL', icon: 'sql' },
  { to: '/events', text: 'Events', icon: 'bell' },
  { to: '/processes', text: 'Processes', icon: 'processes' },
  { to: '/clock', text: 'Clock', icon: 'clock' },
  { to: '/audit', text: 'Audit', icon: 'audit' },
] as const satisfies readonly { to: string; text: string; icon: IconName }[]

export function Navigation() {
  return (
    <nav className="shell-nav" aria-label="Pages">
      <ul>
        {pages.map(({ to, text, icon }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} className="shell-link">
              <Icon name={icon} />
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
