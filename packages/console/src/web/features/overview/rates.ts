import { useState } from 'react'

export interface Sample {
  /** When it was seen, ms since epoch by the browser's clock. */
  at: number
  total: number
}

const keptMs = 120_000

/** A total seen again: the samples of the last two minutes. A total that fell (a deleted topic) starts anew. */
export function addSample(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1)
  if (last !== undefined && next.total < last.total) return [next]
  return [...samples.filter(({ at }) => next.at - at <= keptMs), next]
}

/** Records a second between neighbouring samples, the oldest first. */
export function ratesOf(samples: readonly Sample[]): number[] {
  return samples.slice(1).map((sample, index) => {
    const before = samples[index] as Sample
    return ((sample.total - before.total) * 1000) / Math.max(1, sample.at - before.at)
  })
}

/** How fast a total grows, seen from here; empty until it was seen twice. */
export function useRates(total: number | undefined, updatedAt: number): number[] {
  const [samples, setSamples] = useState<readonly Sample[]>([])
  // The samples are a function of what was shown before: kept in the same pass, as React's reference describes it.
  if (total !== undefined && updatedAt !== (samples.at(-1)?.at ?? 0))
    setSamples(addSample(samples, { at: updatedAt, total }))
  return ratesOf(samples)
}
