import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { only, parseSearch, stringifySearch } from './lib/search.ts'
import { FailedPage } from './shell/FailedPage.tsx'
import { NotFoundPage } from './shell/NotFoundPage.tsx'
import { Shell } from './shell/Shell.tsx'

// Path, what stands in the URL, component: nothing else. Every page but the shell is loaded when it is opened.
const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, validateSearch: only('paused') })

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: only('demo'),
  component: lazyRouteComponent(() => import('./features/overview/OverviewPage.tsx'), 'OverviewPage'),
})

const topics = createRoute({
  getParentRoute: () => root,
  path: '/topics',
  validateSearch: only('q', 'sort', 'dialog'),
  component: lazyRouteComponent(() => import('./features/topics/TopicsPage.tsx'), 'TopicsPage'),
})

const topic = createRoute({
  getParentRoute: () => root,
  path: '/topics/$topic',
  validateSearch: only('dialog'),
  component: lazyRouteComponent(() => import('./features/topics/TopicPage.tsx'), 'TopicPage'),
})

const topicRecords = createRoute({
  getParentRoute: () => topic,
  path: '/',
  validateSearch: only('mode', 'key', 'filter', 'partition', 'order', 'from', 'until', 'record'),
  component: lazyRouteComponent(() => import('./features/records/RecordsPage.tsx'), 'RecordsPage'),
})

const topicPartitions = createRoute({
  getParentRoute: () => topic,
  path: '/partitions',
  validateSearch: only('sort'),
  component: lazyRouteComponent(() => import('./features/topics/PartitionsPage.tsx'), 'PartitionsPage'),
})

const topicSettings = createRoute({
  getParentRoute: () => topic,
  path: '/settings',
  validateSearch: only('q', 'edit', 'changed'),
  component: lazyRouteComponent(() => import('./features/topics/SettingsPage.tsx'), 'SettingsPage'),
})

const groups = createRoute({
  getParentRoute: () => root,
  path: '/groups',
  validateSearch: only('q', 'sort'),
  component: lazyRouteComponent(() => import('./features/groups/GroupsPage.tsx'), 'GroupsPage'),
})

const group = createRoute({
  getParentRoute: () => root,
  path: '/groups/$group',
  validateSearch: only('sort', 'dialog', 'topic'),
  component: lazyRouteComponent(() => import('./features/groups/GroupPage.tsx'), 'GroupPage'),
})

const sql = createRoute({
  getParentRoute: () => root,
  path: '/sql',
  validateSearch: only('show', 'job'),
  component: lazyRouteComponent(() => import('./features/sql/SqlPage.tsx'), 'SqlPage'),
})

const events = createRoute({
  getParentRoute: () => root,
  path: '/events',
  validateSearch: only('sort'),
  component: lazyRouteComponent(() => import('./features/events/EventsPage.tsx'), 'EventsPage'),
})

const eventTypes = createRoute({
  getParentRoute: () => root,
  path: '/events/types',
  validateSearch: only('q'),
  component: lazyRouteComponent(() => import('./features/events/EventTypesPage.tsx'), 'EventTypesPage'),
})

const deadLetters = createRoute({
  getParentRoute: () => root,
  path: '/events/dead-letters',
  component: lazyRouteComponent(() => import('./features/events/DeadLettersPage.tsx'), 'DeadLettersPage'),
})

const eventBroker = createRoute({
  getParentRoute: () => root,
  path: '/events/brokers/$namespace/$broker',
  validateSearch: only('type', 'source', 'subject', 'id', 'dialog'),
  component: lazyRouteComponent(() => import('./features/events/BrokerPage.tsx'), 'BrokerPage'),
})

const event = createRoute({
  getParentRoute: () => root,
  path: '/events/brokers/$namespace/$broker/$partition/$offset',
  component: lazyRouteComponent(() => import('./features/events/EventPage.tsx'), 'EventPage'),
})

const trigger = createRoute({
  getParentRoute: () => root,
  path: '/events/triggers/$namespace/$trigger',
  component: lazyRouteComponent(() => import('./features/events/TriggerPage.tsx'), 'TriggerPage'),
})

const processes = createRoute({
  getParentRoute: () => root,
  path: '/processes',
  validateSearch: only('q', 'sort', 'dialog'),
  component: lazyRouteComponent(() => import('./features/processes/ProcessesPage.tsx'), 'ProcessesPage'),
})

const FILTERS = ['version', 'state', 'incident', 'element', 'after', 'before', 'variable', 'value'] as const

const instances = createRoute({
  getParentRoute: () => root,
  path: '/processes/instances',
  validateSearch: only('processId', ...FILTERS, 'dialog'),
  component: lazyRouteComponent(() => import('./features/processes/InstancesPage.tsx'), 'InstancesPage'),
})

const instance = createRoute({
  getParentRoute: () => root,
  path: '/processes/instances/$key',
  validateSearch: only('tab', 'element', 'variable', 'dialog', 'of'),
  component: lazyRouteComponent(() => import('./features/processes/InstancePage.tsx'), 'InstancePage'),
})

const process = createRoute({
  getParentRoute: () => root,
  path: '/processes/definitions/$processId',
  validateSearch: only(...FILTERS, 'dialog'),
  component: lazyRouteComponent(() => import('./features/processes/ProcessPage.tsx'), 'ProcessPage'),
})

const clock = createRoute({
  getParentRoute: () => root,
  path: '/clock',
  component: lazyRouteComponent(() => import('./features/clock/ClockPage.tsx'), 'ClockPage'),
})

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: only('q'),
  component: lazyRouteComponent(() => import('./features/audit/AuditPage.tsx'), 'AuditPage'),
})

const tree = root.addChildren([
  overview,
  topics,
  topic.addChildren([topicRecords, topicPartitions, topicSettings]),
  groups,
  group,
  sql,
  events,
  eventTypes,
  deadLetters,
  eventBroker,
  event,
  trigger,
  processes,
  instances,
  instance,
  process,
  clock,
  audit,
])

export function createConsoleRouter() {
  return createRouter({
    routeTree: tree,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: NotFoundPage,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
