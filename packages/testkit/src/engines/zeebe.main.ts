/** Runs one real Zeebe until SIGTERM or SIGINT and prints its gateway's `host:port` when it is ready. */
import { realZeebe } from './zeebe.ts'

const zeebe = await realZeebe()

const end = (): void => {
  void zeebe.stop().then(() => process.exit(0))
}
process.once('SIGTERM', end)
process.once('SIGINT', end)
console.log(zeebe.address)
console.error(`Zeebe, process ${zeebe.pid}, REST ${zeebe.rest}, ready in ${zeebe.startMs} ms, log ${zeebe.logFile}`)
// A child process and signal handlers do not keep the process alive by contract; this does.
setInterval(() => undefined, 60_000)
