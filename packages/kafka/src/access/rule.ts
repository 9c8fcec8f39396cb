import type { Broker } from '@millrace/broker'
import type { Access } from '@millrace/security'
import type { RequestContext } from '../context.ts'
import { type ErrorName, codeOf } from '../error-codes.ts'
import type { Message } from '../message.ts'

/** What becomes of a request: it goes on, is answered at once, or goes on without what is denied, told afterwards. */
export type Verdict<Request, Response> =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'denied'; readonly response: Response }
  | { readonly kind: 'partly'; readonly request: Request; readonly tell: (response: Response) => Response }

/** How a request is judged; the version is in `context.header`. */
export type Judge<Request, Response> = (
  request: Request,
  access: Access,
  context: Pick<RequestContext, 'broker' | 'header'>,
) => Verdict<Request, Response>

/** The judge of one API key. Its types were checked where it was written; in the registry all are alike. */
export interface Rule {
  readonly key: number
  readonly judge: Judge<unknown, unknown>
}

export function rule<Request, Response>(
  message: Message<Request, Response>,
  judge: Judge<NoInfer<Request>, NoInfer<Response>>,
): Rule {
  return { key: message.key, judge: judge as Judge<unknown, unknown> }
}

export const ALLOWED = { kind: 'allowed' } as const

export const denied = <Response>(response: Response) => ({ kind: 'denied', response }) as const

export const TOPIC = 'TOPIC_AUTHORIZATION_FAILED'
export const GROUP = 'GROUP_AUTHORIZATION_FAILED'
export const TRANSACTION = 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'

/** An error as an answer tells it; the message is the client's own. */
export const failure = (error: ErrorName) => ({ errorCode: codeOf(error), errorMessage: null })

/** Those that are allowed, and those that are not. */
export function parted<T>(items: readonly T[], isAllowed: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isAllowed), items.filter((item) => !isAllowed(item))]
}

/** The name of a topic that is told by name or by id; one that is not there has none, and its handler says so. */
export function topicName(broker: Broker, name: string, topicId: string): string | undefined {
  return name === '' ? broker.topics.byId(topicId)?.name : name
}

type Topics<Message extends { readonly topics: readonly unknown[] }> = readonly NoInfer<Message['topics'][number]>[]

/** The rule of a request whose topics are judged one by one: some go on, the answers for the others come behind. */
export function topicRule<
  Request extends { readonly topics: readonly unknown[] },
  Response extends { readonly topics: readonly unknown[] },
>(
  message: Message<Request, Response>,
  part: (request: NoInfer<Request>, access: Access) => readonly [mine: Topics<Request>, refused: Topics<Response>],
): Rule {
  return rule(message, (request, access) => {
    const [topics, refused] = part(request, access)
    const tell = (response: Response): Response => ({ ...response, topics: [...response.topics, ...refused] })
    return { kind: 'partly', request: { ...request, topics }, tell }
  })
}
