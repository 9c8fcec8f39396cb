/** `npm run test:crash -- --cycles 20 [--seed N] [--only produce|transactions|streams|topologies|store|orders|fulfilment|pizza|tickets|engine|sql]` */
import { crashOptions, type CrashOptions, type Scenario } from './options.ts'
import { engineScenario } from './engine/scenario.ts'
import { fulfilmentScenario } from './fulfilment/scenario.ts'
import { ordersScenario } from './orders/scenario.ts'
import { pizzaScenario } from './pizza/scenario.ts'
import { produceScenario } from './produce/scenario.ts'
import { sqlScenario } from './sql/scenario.ts'
import { storeScenario } from './store/scenario.ts'
import { streamsScenario } from './streams/scenario.ts'
import { topologiesScenario } from './topologies/scenario.ts'
import { transactionsScenario } from './transactions/scenario.ts'
import { ticketsScenario } from './tickets/scenario.ts'
import { printVerdict, type Verdict } from './verdict.ts'

const RUN: Record<Scenario, (options: CrashOptions) => Promise<Verdict>> = {
  produce: produceScenario,
  transactions: transactionsScenario,
  streams: streamsScenario,
  topologies: topologiesScenario,
  store: storeScenario,
  orders: ordersScenario,
  fulfilment: fulfilmentScenario,
  pizza: pizzaScenario,
  tickets: ticketsScenario,
  engine: engineScenario,
  sql: sqlScenario,
}

const options = crashOptions(process.argv.slice(2))
console.log(`crash test, ${options.cycles} cycles each, --seed ${options.seed}`)
let passed = true
for (const name of options.scenarios) {
  console.error(`${name}:`)
  const verdict = await RUN[name](options).catch((thrown: unknown): Verdict => {
    return {
      summary: 'ended by an error',
      failures: [thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ''}` : String(thrown)],
    }
  })
  passed = printVerdict(name, verdict) && passed
}
console.log(
  passed ? 'nothing lost, nothing doubled, nothing out of order' : `FAILED: repeat with --seed ${options.seed}`,
)
process.exit(passed ? 0 : 1)
