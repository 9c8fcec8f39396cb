import { enableCompileCache } from 'node:module'

// A thread has no part in the compile cache of the process unless it asks; the systems start in half the time with it.
enableCompileCache()
await import('./run-thread.ts')
