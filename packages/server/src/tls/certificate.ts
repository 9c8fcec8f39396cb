import { X509Certificate } from 'node:crypto'
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { type SecureContextOptions, createSecureContext } from 'node:tls'
import { type LogPort, Refusal, messageOf } from '@millrace/kernel'

export interface CertificateFiles {
  /** PEM: the certificate, then those that signed it. */
  readonly cert: string
  /** PEM: its private key. */
  readonly key: string
}

/** What a listener is secured with. */
export type Secured = Pick<SecureContextOptions, 'cert' | 'key' | 'minVersion'>

const LOOK_MS = 2000

/** The platform's certificate, read again when its files change or on SIGHUP; one that is wrong then is not taken. */
export class Certificate {
  readonly #files: CertificateFiles
  readonly #log: LogPort
  readonly #listeners = new Set<(secured: Secured) => void>()
  #current: Secured

  /** @throws Refusal INVALID_CONFIGURATION: a file cannot be read, is no PEM, or key and certificate do not match. */
  constructor(files: CertificateFiles, log: LogPort) {
    this.#files = files
    this.#log = log
    this.#current = read(files)
    for (const path of [files.cert, files.key]) watchFile(path, { interval: LOOK_MS, persistent: false }, this.#reload)
    process.on('SIGHUP', this.#reload)
  }

  get current(): Secured {
    return this.#current
  }

  /** Names and addresses that it is for. */
  get names(): readonly string[] {
    const { subjectAltName = '' } = new X509Certificate(String(this.#current.cert))
    return [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s]+)/gu)].map(([, name]) => name ?? '')
  }

  /** Calls with each one that comes after. */
  onChange(listener: (secured: Secured) => void): void {
    this.#listeners.add(listener)
  }

  stop(): void {
    for (const path of [this.#files.cert, this.#files.key]) unwatchFile(path, this.#reload)
    process.off('SIGHUP', this.#reload)
  }

  readonly #reload = (): void => {
    try {
      this.#current = read(this.#files)
    } catch (error) {
      // Between the writing of the two files they do not match: the next change mends that.
      this.#log.warn({ reason: messageOf(error) }, 'the certificate was not taken: the one before stays in force')
      return
    }
    for (const listener of this.#listeners) listener(this.#current)
    this.#log.info({ names: this.names }, 'the certificate is in force')
  }
}

function read({ cert, key }: CertificateFiles): Secured {
  const secured: Secured = { cert: pem(cert, '--tls-cert'), key: pem(key, '--tls-key'), minVersion: 'TLSv1.2' }
  try {
    createSecureContext(secured)
  } catch (error) {
    throw wrong(`--tls-cert ${cert} and --tls-key ${key} are no pair of certificate and key: ${messageOf(error)}`)
  }
  return secured
}

function pem(path: string, flag: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw wrong(`${flag} cannot be read: ${messageOf(error)}`)
  }
  if (!text.includes('-----BEGIN')) throw wrong(`${flag} ${path} is no PEM file: it begins with -----BEGIN`)
  return text
}

const wrong = (text: string): Refusal => new Refusal('INVALID_CONFIGURATION', text)
