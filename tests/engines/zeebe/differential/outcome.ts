import type { ZeebeRecord } from '@millrace/testkit'
import { sorted } from './sorted.ts'

/** What became of a case, without keys and times, and with `p` for the id of its process. */
export interface Outcome {
  /** `activated task`, `taken flow`, … in order, of all its process instances. */
  readonly elements: readonly string[]
  /** `scope.name = value` of every variable as it was created or changed, sorted. */
  readonly variables: readonly string[]
  readonly incidents: readonly string[]
  /** What the calls answered. */
  readonly answers: readonly string[]
}

const SHOWN: Readonly<Record<string, string>> = {
  ELEMENT_ACTIVATED: 'activated',
  ELEMENT_COMPLETED: 'completed',
  ELEMENT_TERMINATED: 'terminated',
  SEQUENCE_FLOW_TAKEN: 'taken',
}

interface About {
  readonly id: string
  readonly definitions: ReadonlySet<string>
  readonly answers: readonly string[]
}

export function outcomeOf(records: readonly ZeebeRecord[], { id, definitions, answers }: About): Outcome {
  const events = records.filter(({ recordType }) => recordType === 'EVENT')
  const elements = events.filter(
    ({ valueType, value }) =>
      valueType === 'PROCESS_INSTANCE' && definitions.has(String(value['processDefinitionKey'])),
  )
  const elementOf = new Map(elements.map(({ key, value }) => [key, String(value['elementId'])]))
  const instances = new Set(elements.map(({ value }) => String(value['processInstanceKey'])))
  const ours = events.filter(({ value }) => instances.has(String(value['processInstanceKey'])))
  const plain = (text: string): string => text.replaceAll(id, 'p').replaceAll(/\b\d{16}\b/g, '#')
  return {
    elements: elements.flatMap(({ intent, value }) => {
      const shown = SHOWN[intent]
      return shown === undefined ? [] : [plain(`${shown} ${String(value['elementId'])}`)]
    }),
    variables: ours
      .filter(({ valueType }) => valueType === 'VARIABLE')
      .map(({ value }) =>
        plain(
          `${elementOf.get(String(value['scopeKey']))}.${String(value['name'])} = ${sorted(JSON.parse(String(value['value'])))}`,
        ),
      )
      .toSorted(),
    incidents: ours
      .filter(({ valueType }) => valueType === 'INCIDENT')
      .map(({ intent, value }) =>
        plain(
          `${intent.toLowerCase()} ${String(value['elementId'])} ${String(value['errorType'])}: ${String(value['errorMessage'])}`,
        ),
      ),
    answers: answers.map((answer) => listSorted(plain(answer))),
  }
}

/** The broker lists the types that it supports in an order of the moment. */
function listSorted(answer: string): string {
  return answer.replace(/(element types are: \[)([^\]]*)\]/, (_, before: string, list: string) => {
    return `${before}${list.split(', ').toSorted().join(', ')}]`
  })
}
