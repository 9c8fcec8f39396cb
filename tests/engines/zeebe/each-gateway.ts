import { afterAll, beforeAll, describe } from 'vitest'
import { chosenEngines } from '../harness/engines.ts'
import { type GatewayUnderTest, realGateway } from './gateway.ts'
import { millraceGateway } from './millrace.ts'

/**
 * Defines one suite that runs against Millrace and a real Zeebe, with the same expectations; `ENGINES` chooses as it does
 * for Kafka (`kafka` means the real one). On both, time stands still until the suite moves it.
 */
export function onEachGateway(title: string, suite: (gateway: () => GatewayUnderTest) => void): void {
  const start = { millrace: millraceGateway, kafka: realGateway }
  for (const engine of chosenEngines()) {
    describe(`${title} on ${engine === 'kafka' ? 'zeebe' : engine}`, () => {
      let gateway: GatewayUnderTest | undefined
      beforeAll(async () => {
        gateway = await start[engine]()
        await gateway.setClock(gateway.now())
      })
      afterAll(() => gateway?.stop())
      suite(() => gateway as GatewayUnderTest)
    })
  }
}
