/** Windows of event or processing time, [start, end) in ms. */
export interface TimeWindow {
  readonly start: number
  readonly end: number
}

/** Which windows a moment falls into, earliest start last for sliding windows as in Flink. */
export type WindowAssigner = (at: number) => TimeWindow[]

export function tumble(size: number, offset = 0): WindowAssigner {
  return (at) => {
    const start = windowStart(at, size, offset)
    return [{ start, end: start + size }]
  }
}

/** HOP: windows of `size` that begin every `slide`. */
export function hop(slide: number, size: number, offset = 0): WindowAssigner {
  let windows: TimeWindow[] = []
  let [from, until] = [0, 0]
  return (at) => {
    // Rows come nearly in order: most fall into the windows of the row before. Which they are changes when one begins
    // or ends.
    if (at >= from && at < until) return windows
    windows = []
    for (let start = windowStart(at, slide, offset); start > at - size; start -= slide) {
      windows.push({ start, end: start + size })
    }
    const latest = windowStart(at, slide, offset)
    from = Math.max(latest, windowStart(at, slide, offset + size))
    until = Math.min(latest + slide, windowStart(at, slide, offset + size) + slide)
    return windows
  }
}

/** CUMULATE: windows that begin together every `size` and end a `step` after one another. */
export function cumulate(step: number, size: number, offset = 0): WindowAssigner {
  return (at) => {
    const start = windowStart(at, size, offset)
    const windows: TimeWindow[] = []
    for (let end = start + (Math.floor((at - start) / step) + 1) * step; end <= start + size; end += step) {
      windows.push({ start, end })
    }
    return windows
  }
}

/** SESSION: what one row opens; rows whose windows touch are joined when they are aggregated. */
export function session(gap: number): WindowAssigner {
  return (at) => [{ start: at, end: at + gap }]
}

function windowStart(at: number, size: number, offset: number): number {
  return Math.floor((at - offset) / size) * size + offset
}
