import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((match) => [match[1], [match[2], match[3]]]),
)

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(front: string, back: string, scheme: 0 | 1): number {
  const [a = '', b = ''] = [tokens.get(front)?.[scheme], tokens.get(back)?.[scheme]]
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((left, right) => right - left)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected']
const texts = ['text', 'text-muted', 'text-faint', 'accent', 'ok', 'warn', 'bad', 'info']
const pairs = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...['ok', 'warn', 'bad', 'info'].map((tone) => [tone, `${tone}-soft`] as const),
  ...['syntax-key', 'syntax-string', 'syntax-number', 'syntax-literal'].map((token) => [token, 'sunken'] as const),
  ['text-on-accent', 'accent'] as const,
  ['text-muted', 'neutral-soft'] as const,
]

describe('the colours', () => {
  it.each(pairs)('%s can be read on %s, light and dark (4.5:1)', (front, back) => {
    expect(contrast(front, back, 0)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(front, back, 1)).toBeGreaterThanOrEqual(4.5)
  })

  it('gives the edges of controls 3:1', () => {
    for (const scheme of [0, 1] as const) expect(contrast('line-strong', 'surface', scheme)).toBeGreaterThanOrEqual(3)
  })
})
