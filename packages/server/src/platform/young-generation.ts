import { setFlagsFromString } from 'node:v8'

/**
 * Keeps the young generation of every thread at its first size (1 MiB a half). Otherwise V8 grows it to tens of
 * megabytes while code is loaded, and it stays: with five systems a quarter of what the idle process takes. It also
 * halves the processor time of produced batches of 100 kB (14 to 7 µs a record of 1 kB): buffers that live for one
 * request are freed, and their pages used again, while they are still in the cache. Single records cost the same.
 * V8 reads this factor each time, so it can be set by the process itself, before anything is loaded.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
