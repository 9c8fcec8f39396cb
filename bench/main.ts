/**
 * `npm run bench -- <name> …`: Millrace and a real engine one after the other on this machine, the same client
 * (kafka, zeebe), our streams and Kafka Streams on one broker (streams), or a part of Millrace by itself (codec, events).
 */
import { benchCodec } from './codec.ts'
import { benchEvents } from './events/main.ts'
import { benchFlink } from './flink/main.ts'
import { benchKafka } from './kafka/main.ts'
import { benchStreams } from './streams/main.ts'
import { benchTickets } from './tickets/main.ts'
import { benchZeebe } from './zeebe/main.ts'

const BENCHES: Record<string, (args: readonly string[]) => Promise<void>> = {
  codec: benchCodec,
  events: benchEvents,
  flink: benchFlink,
  kafka: benchKafka,
  streams: benchStreams,
  tickets: benchTickets,
  zeebe: benchZeebe,
}

const [name = '', ...args] = process.argv.slice(2)
const bench = BENCHES[name]
if (bench === undefined) {
  console.error(`usage: npm run bench -- <name> [options]; names: ${Object.keys(BENCHES).join(', ')}`)
  process.exit(2)
}
await bench(args)
