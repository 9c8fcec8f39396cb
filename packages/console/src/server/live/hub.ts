import { Refusal } from '@millrace/kernel'
import { describeGroup, listGroups } from '../kafka/groups.ts'
import { overview } from '../kafka/overview.ts'
import { topicDetail } from '../kafka/topic-detail.ts'
import { listTopics } from '../kafka/topics.ts'
import type { ConnectedContext, ConsoleContext } from '../context.ts'
import { viewInstance } from '../processes/instance.ts'
import { countElements, listProcesses } from '../processes/process-list.ts'
import { Watches } from './watch.ts'

const streamsAtMost = 64
const VIEWS = [
  'overview',
  'topics',
  'topic:<name>',
  'groups',
  'group:<id>',
  'audit',
  'processes',
  'elements:<key>',
  'instance:<key>',
]

/** All the live streams of the console: what they watch together, and how many there may be. */
export class LiveHub {
  readonly watches: Watches
  #context: ConsoleContext | undefined
  readonly #streams = new Set<AbortController>()

  constructor(clock: ConsoleContext['options']['clocks']['liveness']) {
    this.watches = new Watches(clock, (name) => this.#load(name))
  }

  attach(context: ConsoleContext): void {
    this.#context = context
  }

  /** @throws Refusal TOO_MANY_STREAMS */
  open(): AbortController {
    if (this.#streams.size >= streamsAtMost)
      throw new Refusal('TOO_MANY_STREAMS', `At most ${streamsAtMost} pages can be live at once; close some tabs`)
    const stream = new AbortController()
    this.#streams.add(stream)
    stream.signal.addEventListener('abort', () => this.#streams.delete(stream), { once: true })
    return stream
  }

  close(): void {
    for (const stream of this.#streams) stream.abort()
  }

  async #load(name: string): Promise<unknown> {
    const context = this.#context
    if (context === undefined) throw new Refusal('NOT_FOUND', 'The console has not started')
    const [kind, ...rest] = name.split(':')
    const about = rest.join(':')
    switch (kind) {
      case 'audit':
        return context.audit.recent(200)
      case 'processes':
        return listProcesses(context.options)
      case 'elements':
        return countElements(context.options, about)
      case 'instance':
        return viewInstance(context.options, about)
      default:
        return loadKafka(kind ?? '', about, { ...context, kafka: await context.connection.connect() })
    }
  }
}

async function loadKafka(kind: string, about: string, context: ConnectedContext): Promise<unknown> {
  const { kafka } = context
  switch (kind) {
    case 'overview':
      return overview(context)
    case 'topics':
      return listTopics(kafka.admin)
    case 'topic':
      return topicDetail(kafka.admin, about)
    case 'groups':
      return listGroups(kafka.admin)
    case 'group':
      return describeGroup(kafka.admin, about)
    default:
      throw new Refusal('BAD_INPUT', `watch: ${kind} is none of the views: ${VIEWS.join(', ')}`)
  }
}
