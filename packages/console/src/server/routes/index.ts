import { deadLetterRoutes } from './dead-letters.ts'
import { demoRoutes } from './demos.ts'
import { groupRoutes } from './groups.ts'
import { overviewRoutes } from './overview.ts'
import { processActRoutes } from './process-acts.ts'
import { processRoutes } from './processes.ts'
import { recordRoutes } from './records.ts'
import { topicRoutes } from './topics.ts'

/** The API, one line a resource; `GET /api/routes` describes it with JSON schemas. */
export const routes = [
  ...overviewRoutes,
  ...demoRoutes,
  ...topicRoutes,
  ...recordRoutes,
  ...deadLetterRoutes,
  ...groupRoutes,
  ...processRoutes,
  ...processActRoutes,
]
