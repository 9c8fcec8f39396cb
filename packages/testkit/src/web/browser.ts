import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'

// The sandbox and the GPU are not there for root in a container; the rest keeps the browser from talking to anyone.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * A headless Chromium: the program that `CHROMIUM` names, or the system's.
 *
 * @throws Error that says what to install when there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  const places = [process.env['CHROMIUM'] ?? '', ...PLACES]
  const executablePath = places.find((place) => place !== '' && existsSync(place))
  if (executablePath === undefined) {
    throw new Error('Chromium is missing: install it (Debian: apt-get install chromium) or name it in CHROMIUM')
  }
  // Loaded here, for most who import the testkit want no browser.
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath, args: FLAGS, headless: true })
}
