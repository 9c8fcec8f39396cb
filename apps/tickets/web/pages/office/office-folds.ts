import type { OfficeView, Sample } from '../../view.ts'

const SAMPLES_MOST = 600

/** How each event of the stream changes what is known. */
type Folds = Readonly<Record<string, (known: OfficeView | undefined, data: never) => OfficeView>>

type Second = Omit<OfficeView, 'samples'> & { readonly sample: Sample }

/** The whole once, then a second at a time. */
export const officeFolds: Folds = {
  office: (_, view: OfficeView) => view,
  second: (known, { sample, ...view }: Second) => ({
    ...view,
    samples: [...(known?.samples ?? []), sample].slice(-SAMPLES_MOST),
  }),
}

/** A total as its rate a minute, over the `span` samples up to each; by the time between them, which may be virtual. */
export function perMinute(samples: readonly Sample[], of: 'admitted' | 'sold', span = 15): number[] {
  return samples.map((sample, at) => {
    const first = samples[Math.max(0, at - span)] ?? sample
    const ms = Date.parse(sample.at) - Date.parse(first.at)
    // A new sale begins at nothing: that is no negative rate.
    return ms <= 0 ? 0 : Math.max(0, ((sample[of] - first[of]) * 60_000) / ms)
  })
}
