import { expect, it } from 'vitest'
import { planServices } from './plan.ts'

const shop = {
  name: 'shop',
  summary: '',
  front: 'web',
  pages: [],
  ports: { web: 1, database: 2, 'mail-room': 3 },
  urlVariables: { database: 'DATABASE_SERVICE_URL' },
}

const plan = (environment = {}) =>
  planServices({
    apps: [shop],
    environment,
    kafka: 'k:1',
    zeebe: 'z:1',
    clockUrl: 'http://clock',
    host: '127.0.0.1',
    data: '/data',
    choosePort: (preferred) => Promise.resolve(preferred),
  })

it('tells each service where the others are, under the name that they are asked by', async () => {
  const [web] = await plan({ DATABASE_URL: 'postgres://elsewhere/shop' })
  expect(web?.environment).toMatchObject({
    WEB_URL: 'http://127.0.0.1:1',
    DATABASE_SERVICE_URL: 'http://127.0.0.1:2',
    MAIL_ROOM_URL: 'http://127.0.0.1:3',
    DATABASE_URL: 'postgres://elsewhere/shop',
    DATA_DIR: '/data/apps/shop/web',
  })
})

it('gives the search of its own engine, and none of another engine', async () => {
  const [own] = await plan()
  expect(own?.environment).toMatchObject({ ZEEBE_ADDRESS: 'z:1', ZEEBE_REST_ADDRESS: 'http://clock' })
  const [foreign] = await plan({ ZEEBE_ADDRESS: 'elsewhere:26500' })
  expect(foreign?.environment).toMatchObject({ ZEEBE_ADDRESS: 'elsewhere:26500' })
  expect(foreign?.environment).not.toHaveProperty('ZEEBE_REST_ADDRESS')
})
