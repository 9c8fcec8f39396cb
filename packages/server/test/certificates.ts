import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'

export interface TestCertificate {
  readonly cert: string
  readonly key: string
  /** PEM of the certificate: who trusts it, trusts the platform. */
  readonly pem: () => string
}

/** A certificate of its own for this machine, in two files of `folder`; made over, it replaces both at once. */
export function makeCertificate(folder: string, days = 1): TestCertificate {
  const [cert, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')]
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1'
  const made = ['-keyout', `${key}.new`, '-out', `${cert}.new`, '-days', String(days), '-addext', names]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', '-x509', ...kind, '-subj', '/CN=localhost', ...made], { stdio: 'pipe' })
  renameSync(`${key}.new`, key)
  renameSync(`${cert}.new`, cert)
  return { cert, key, pem: () => readFileSync(cert, 'utf8') }
}

/** One request over TLS; gives the status and the text of the answer. */
export function secureCall(
  url: string,
  { ca, bearer, method = 'GET', body }: { ca: string; bearer?: string; method?: string; body?: string },
): Promise<{ readonly status: number; readonly text: string; readonly serial: string }> {
  const headers = {
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, ca, agent: false, timeout: 10_000 }, (answer) => {
      const socket = answer.socket as import('node:tls').TLSSocket
      const serial = socket.getPeerCertificate().serialNumber
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, serial }))
    })
    call.on('timeout', () => call.destroy(new Error(`${url} does not answer`)))
    call.on('error', reject)
    call.end(body)
  })
}
