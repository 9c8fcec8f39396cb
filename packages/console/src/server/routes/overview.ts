import { z } from 'zod'
import { overview } from '../kafka/overview.ts'
import { route } from './route.ts'

export const overviewRoutes = [
  route({
    method: 'GET',
    url: '/api/overview',
    summary: 'The cluster, its contents, lagging groups, the platform and its apps at one glance',
    handle: (_input, context) => overview(context),
  }),
  route({
    method: 'GET',
    url: '/api/audit',
    summary: 'What was changed through this console, the newest first',
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) }),
    handle: ({ query }, { audit }) => audit.recent(query.limit),
  }),
]
