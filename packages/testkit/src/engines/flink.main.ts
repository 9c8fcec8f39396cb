/**
 * Runs one real Flink until SIGTERM or SIGINT and prints its gateway's URL when it is ready:
 * `node packages/testkit/src/engines/flink.main.ts [setting=value …]`. REAL_FLINK_GATEWAY then saves tests its start.
 */
import { realFlink } from './flink.ts'

const config = Object.fromEntries(process.argv.slice(2).map((setting) => setting.split('=', 2) as [string, string]))
const flink = await realFlink({ config })

const end = (): void => {
  void flink.stop().then(() => process.exit(0))
}
process.once('SIGTERM', end)
process.once('SIGINT', end)
console.log(flink.gateway)
console.error(
  `Flink, processes ${flink.pids.join(' ')}, REST ${flink.rest}, ready in ${flink.startMs} ms, ${flink.folder}`,
)
// A child process and signal handlers do not keep the process alive by contract; this does.
setInterval(() => undefined, 60_000)
