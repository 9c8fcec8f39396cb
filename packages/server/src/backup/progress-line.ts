import type { Progress } from './manifest.ts'

/** Progress on stderr: one line that is written over on a terminal, now and then a line elsewhere. */
export function progressLine(verb: string, shown: boolean): { tell(progress: Progress): void; end(): void } {
  const { stderr } = process
  let lastPercent = -1
  const step = stderr.isTTY ? 1 : 25
  return {
    tell: ({ files, bytes, ofFiles, ofBytes }) => {
      const percent = ofBytes === 0 ? 100 : Math.floor((100 * bytes) / ofBytes)
      if (!shown || percent < lastPercent + step) return
      lastPercent = percent
      const text = `${verb} ${percent} % (${files} of ${ofFiles} files, ${megabytes(bytes)} MB)`
      stderr.write(stderr.isTTY ? `\r${text}` : `${text}\n`)
    },
    end: () => {
      if (shown && stderr.isTTY) stderr.write('\n')
    },
  }
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
