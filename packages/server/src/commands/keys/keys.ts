import { Refusal } from '@millrace/kernel'
import type { RegisterCommand } from '../command.ts'
import { printJson, printRows, say } from '../output.ts'
import { type KeysFlags, askKeys, keysFlags } from './connection.ts'

interface CreateFlags extends KeysFlags {
  readonly kind: string
  readonly scope?: readonly string[]
  readonly passwordStdin?: boolean
}

interface Shown {
  readonly name: string
  readonly kind: string
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly secret?: string
}

const rowOf = ({ name, kind, scopes, createdAt }: Shown) => ({ name, kind, scopes: scopes.join(' '), createdAt })

/** `millrace keys create|list|revoke|audit`: who may do what on the platform that runs. */
export const registerKeys: RegisterCommand = (program, environment) => {
  const keys = program
    .command('keys')
    .description('users, clients and keys of the platform that runs, and what they may do')
  keysFlags(
    keys
      .command('create <name>')
      .description('make a user (Kafka: SASL), a client (OAuth) or a bearer key (HTTP); its secret is shown once')
      .option('--kind <kind>', 'user, client or key', 'key')
      .option('--scope <scope...>', 'resource:name:operations such as topics:orders.*:read,write, or admin')
      .option('--password-stdin', 'read the password of a user from stdin; else a strong one is made'),
  ).action(async (name: string, flags: CreateFlags) => {
    const { kind, scope: scopes = [] } = flags
    const password = flags.passwordStdin === true ? await passwordFrom(process.stdin) : undefined
    const made = await askKeys<Shown>(flags, environment, {
      method: 'POST',
      path: '/v1/keys',
      body: { name, kind, scopes, password },
    })
    if (flags.json === true) {
      printJson(made)
      return
    }
    say(`${made.kind} ${made.name} may ${made.scopes.join(' ')}; its secret is shown this once:`)
    console.log(made.secret)
  })
  keysFlags(keys.command('list').description('who there is, and what they may do')).action(async (flags: KeysFlags) => {
    const { items } = await askKeys<{ items: Shown[] }>(flags, environment, { method: 'GET', path: '/v1/keys' })
    if (flags.json === true) printJson(items)
    else printRows(items.map(rowOf), false)
  })
  keysFlags(keys.command('revoke <name>').description('let somebody in no more; what he has open ends')).action(
    async (name: string, flags: KeysFlags) => {
      const path = `/v1/keys/${encodeURIComponent(name)}`
      const gone = await askKeys<Shown>(flags, environment, { method: 'DELETE', path })
      if (flags.json === true) printJson(gone)
      else console.log(`${gone.kind} ${gone.name} is revoked`)
    },
  )
  keysFlags(
    keys.command('audit').description('who logged in, who was refused, what was changed; the newest first'),
  ).action(async (flags: KeysFlags) => {
    const { items } = await askKeys<{ items: Record<string, string | number>[] }>(flags, environment, {
      method: 'GET',
      path: '/v1/audit',
    })
    if (flags.json === true) printJson(items)
    else
      printRows(
        items.map(({ at, who, action, outcome, target, from, reason }) => ({
          at: new Date(Number(at)).toISOString(),
          who,
          action,
          outcome,
          target,
          from,
          reason,
        })),
        false,
      )
  })
}

const PASSWORD_BYTES_MOST = 1000

/** The first line, so that `echo` does. */
async function passwordFrom(input: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of input) {
    text += String(chunk)
    if (text.length > PASSWORD_BYTES_MOST) throw new Refusal('WEAK_PASSWORD', 'what came on stdin is no password')
  }
  return text.split(/\r?\n/u, 1)[0] ?? ''
}
