import { type Workshop, ledgerService } from '../service.ts'
import { Doorman } from './doorman.ts'
import { JoinGuard } from './join-guard.ts'
import { QueueModel, tables } from './model.ts'
import { operatorRoutes } from './operator-routes.ts'
import { type RoomView, sizeOf } from './place.ts'
import { type Visitor, newRoom } from './room.ts'
import { queueRoutes } from './routes.ts'
import { Signer, newSigningKey } from './signing.ts'
import { Statistics } from './statistics.ts'
import { StockWatch } from './stock-watch.ts'

/** The waiting room: places in order, admission by rate and by free tickets, tokens. */
export const startQueue = ledgerService({
  name: 'queue',
  model: () => new QueueModel(),
  gauges: (model) => ({
    tickets_queue_waiting_count: { help: 'People who wait', value: () => sizeOf(model) },
    tickets_queue_active_count: { help: 'People with a token', value: () => model.count('admitted') },
    tickets_queue_admitted_total: { help: 'Admissions', value: () => model.turns },
  }),
  build: (workshop) => {
    const { app, settings, ports, model, ledger, work } = workshop
    const statistics = new Statistics()
    const stock = new StockWatch(settings.TICKETS_URL, ports.log)
    const doorman = new Doorman({
      model,
      ledger,
      ports,
      work,
      stock,
      statistics,
      settings: {
        offerMs: settings.QUEUE_OFFER_MS,
        tokenMs: settings.QUEUE_TOKEN_MS,
        graceMs: settings.QUEUE_GRACE_MS,
      },
    })
    const now = (): number => ports.clocks.domain.now()
    const view: RoomView = { model, statistics, stock, now, token: tokens(model) }
    const guard = new JoinGuard(ports.clocks.domain)
    const routes = { view, ledger, doorman, guard, placesPerClient: settings.QUEUE_PLACES_PER_CLIENT }
    queueRoutes(app, routes)
    operatorRoutes(app, { ...routes, random: ports.random })
    app.addHook('onReady', async () => {
      await furnish(workshop)
      doorman.start()
    })
    return () => doorman.stop()
  },
})

/** A queue that begins has a room and a key. */
async function furnish({ model, ledger, ports, settings }: Workshop<QueueModel>): Promise<void> {
  if (model.hasRoom) return
  const { random } = ports
  await ledger.change((now) => {
    const opensAt = settings.SALE_OPENS_AT === undefined ? now : Date.parse(settings.SALE_OPENS_AT)
    const limits = { rate: settings.QUEUE_RATE_PER_MINUTE, maxActive: settings.QUEUE_MAX_ACTIVE }
    const key = newSigningKey(random, now)
    return {
      puts: [
        { table: tables.room, key: 'current', value: newRoom(random, opensAt, limits) },
        { table: tables.keys, key: key.kid, value: key },
      ],
      answer: undefined,
    }
  })
}

function tokens(model: QueueModel): (visitor: Visitor) => string {
  const signer = new Signer()
  return ({ sessionId, kid = '', jti = '', turn = 0, admittedAt = 0, tokenExpiresAt = 0 }) => {
    const key = model.keys.get(kid)
    if (key === undefined) return ''
    const iat = Math.floor(admittedAt / 1000)
    const exp = Math.floor(tokenExpiresAt / 1000)
    const { room } = model.room
    return signer.token(key, { iss: 'queue', aud: room, sub: sessionId, jti, num: turn, iat, nbf: iat, exp })
  }
}
