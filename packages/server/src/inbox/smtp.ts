import { Fault, type LogPort, type Random, messageOf, uuidV4 } from '@millrace/kernel'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { isSame } from '../security/same.ts'
import type { Inbox } from './inbox.ts'

export interface SmtpInput {
  readonly host: string
  /** 0 takes a free one; so does a port that is taken, with a warning. */
  readonly port: number
  readonly inbox: Inbox
  readonly now: () => number
  readonly random: Random
  readonly log: LogPort
  /** Who may deliver; anybody without it. */
  readonly login?: SmtpLogin | undefined
}

export interface SmtpLogin {
  readonly name: string
  readonly password: string
}

export interface Smtp {
  /** `smtp://host:port` */
  readonly url: string
  stop(): Promise<void>
}

const MAIL_BYTES = 1024 * 1024
const RECIPIENTS_MOST = 50
const CONNECTIONS_MOST = 100
const IDLE_MS = 60_000

/**
 * A mail server that delivers everything to one inbox and nothing to the outside.
 *
 * @throws Fault LISTEN_FAILED
 */
export async function startSmtp(input: SmtpInput): Promise<Smtp> {
  const { port, log } = input
  try {
    return await listen(input, port)
  } catch (thrown) {
    if (port === 0 || (thrown as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw failed(input, thrown)
    log.warn({ port }, 'the port of the mail inbox (--smtp) is taken: it takes a free one')
    return listen(input, 0).catch((again: unknown) => {
      throw failed(input, again)
    })
  }
}

function failed({ host, port }: SmtpInput, thrown: unknown): Fault {
  const text = `cannot receive mail on ${host}:${port} (--smtp): ${messageOf(thrown)}`
  return new Fault('LISTEN_FAILED', text, { cause: thrown })
}

async function listen(input: SmtpInput, port: number): Promise<Smtp> {
  const server = serverOf(input)
  const listening = Promise.withResolvers<void>()
  server.on('error', (error: Error) => {
    listening.reject(error)
    input.log.debug({ reason: error.message }, 'a mail client failed')
  })
  server.listen(port, input.host, () => listening.resolve())
  await listening.promise
  const address = server.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const host = input.host.includes(':') ? `[${input.host}]` : input.host
  return {
    url: `smtp://${host}:${bound}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function serverOf(input: SmtpInput): SMTPServer {
  return new SMTPServer({
    ...loginOf(input.login),
    disableReverseLookup: true,
    banner: 'Millrace inbox: takes everything, sends nothing on',
    size: MAIL_BYTES,
    maxClients: CONNECTIONS_MOST,
    socketTimeout: IDLE_MS,
    closeTimeout: 100,
    onRcptTo: (_address, session, done) => {
      const isFull = session.envelope.rcptTo.length >= RECIPIENTS_MOST
      done(isFull ? refusal(452, `at most ${RECIPIENTS_MOST} recipients`) : null)
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      let bytes = 0
      // What is too long is read to its end, for the client listens only then, and not kept.
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= MAIL_BYTES) chunks.push(chunk)
      })
      stream.on('end', () => {
        if (bytes > MAIL_BYTES) {
          done(refusal(552, `a mail has at most ${MAIL_BYTES} bytes`))
          return
        }
        void deliver(input, Buffer.concat(chunks), session, done)
      })
    },
  })
}

/** On loopback, where passwords go without TLS. */
function loginOf(login: SmtpLogin | undefined): SMTPServerOptions {
  if (login === undefined) return { disabledCommands: ['AUTH', 'STARTTLS'] }
  return {
    disabledCommands: ['STARTTLS'],
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      const isRight = username === login.name && isSame(password ?? '', login.password)
      done(isRight ? null : refusal(535, 'wrong name or password'), isRight ? { user: login.name } : undefined)
    },
  }
}

/** Answers the client when the mail is in the inbox. */
async function deliver(
  { inbox, random, now, log }: SmtpInput,
  bytes: Buffer,
  { envelope }: SMTPServerSession,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    const to = envelope.rcptTo.map(({ address }) => address)
    inbox.add(await read(bytes, to, random, now))
    done()
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'a mail could not be read')
    done(refusal(554, 'this is no mail that can be read'))
  }
}

async function read(bytes: Buffer, to: readonly string[], random: Random, now: () => number) {
  // Loaded with the first mail: the platform starts without it.
  const { default: PostalMime } = await import('postal-mime')
  const { messageId, from, subject, text, html } = await PostalMime.parse(bytes)
  return {
    messageId: messageId ?? `<${uuidV4(random)}@inbox>`,
    from: from?.address ?? '',
    to,
    subject: subject ?? '',
    text: text ?? '',
    ...(html !== undefined && { html }),
    receivedAt: new Date(now()).toISOString(),
  }
}

const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode })
