import { createTransport } from 'nodemailer'

export interface OutgoingMail {
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly messageId: string
}

export interface MailServer {
  /** Resolves when the server has taken it. @throws Error that says what the server, or the way to it, answered. */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

const CONNECT_MS = 3000
const SOCKET_MS = 8000

/** `smtp://127.0.0.1:1025`, `smtps://user:password@host:465`. */
export function mailServer(url: string, from: string): MailServer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SOCKET_MS,
    // Texts come from orders: nothing in them may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0])
  return {
    send: async (mail) => {
      await transport.sendMail({ from, ...mail })
    },
    close: () => transport.close(),
  }
}
