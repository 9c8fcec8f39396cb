import { type Subject, rule } from './rule.ts'
import { type XmlElement, attribute, childOf, childrenOf } from '../xml/element.ts'
import { type Expressions, isNumeric } from '../model/expressions.ts'
import { inputText, outputText } from '../compile/mappings.ts'
import { listText } from '../compile/user-task.ts'
import { repeated } from './handlers.ts'
import { parseInstant } from '../timers/interval.ts'
import { startRules } from './starts.ts'
import { timerRules } from './timers.ts'

interface Wanted {
  /** A static value will not do. */
  readonly expression?: boolean
  readonly optional?: boolean
  /** What a static value must be, in Zeebe's words, and whether it is. */
  readonly static?: { readonly holds: (text: string) => boolean; readonly description: string }
}

/** Checks the value of one attribute or text: that it can be read, and that it is of the kind that is wanted. */
function verify({ expressions, fault }: Subject, text: string | undefined, wanted: Wanted): void {
  if (text === undefined) {
    if (wanted.optional !== true) fault('Expected expression but not found.')
    return
  }
  const read = expressions.read(text)
  if (read.kind === 'fault') fault(read.message)
  else if (read.kind === 'static') verifyStatic(text, wanted, fault)
}

function verifyStatic(text: string, wanted: Wanted, fault: (message: string) => void): void {
  if (wanted.expression === true) {
    fault(`Expected expression but found static value '${text}'. An expression must start with '=' (e.g. '=${text}').`)
  } else if (wanted.static !== undefined && !wanted.static.holds(text)) {
    fault(`Expected static value to ${wanted.static.description}, but found '${text}'.`)
  }
}

const PATH = '[a-zA-Z_][a-zA-Z0-9_]*(\\.[a-zA-Z_][a-zA-Z0-9_]*)*'
const path = new RegExp(`^${PATH}$`)
const reserved = ['null', 'true', 'false', 'function', 'if', 'then', 'else', 'for', 'between', 'instance', 'of']

function verifyPath({ fault }: Subject, text: string | undefined): void {
  if (text === undefined || text === '') fault('Expected path expression but not found.')
  else if (!path.test(text)) fault(`Expected path expression '${text}' but doesn't match the pattern '${PATH}'.`)
  else if (reserved.includes(text)) {
    fault(`Expected path expression '${text}' but is one of the reserved words (${reserved.join(', ')}).`)
  }
}

/** What cannot be read has been reported where it stands. */
function isReadable(expressions: Expressions, mapping: XmlElement): boolean {
  const [source, target] = [attribute(mapping, 'source'), attribute(mapping, 'target')]
  return source !== undefined && target !== undefined && path.test(target) && expressions.read(source).kind !== 'fault'
}

const list: Wanted = {
  optional: true,
  static: {
    holds: (text) => text === '' || text.split(',').every((item) => item.trim() !== ''),
    description: "be a list of comma-separated values, e.g. 'a,b,c'",
  },
}
const dateTime: Wanted = {
  optional: true,
  static: {
    holds: (text) => parseInstant(text) !== undefined,
    description: "be a valid DateTime String, e.g. '2023-03-02T15:35+02:00'",
  },
}
const priority: Wanted = {
  static: {
    holds: (text) => isNumeric(text) && Number.isInteger(Number(text)),
    description: 'be a valid Number between 0 and 100',
  },
}
const expression: Wanted = { expression: true }
const anything: Wanted = {}
const optional: Wanted = { optional: true }

const attributes = (on: string, wanted: Readonly<Record<string, Wanted>>) =>
  rule([on], (subject) => {
    for (const [name, kind] of Object.entries(wanted)) verify(subject, attribute(subject.element, name), kind)
  })

/** What values and expressions must be, in Zeebe's words. */
export const expressionRules = [
  rule(['zeebe:input'], (subject) => {
    verify(subject, attribute(subject.element, 'source'), anything)
    verifyPath(subject, attribute(subject.element, 'target'))
  }),
  rule(['zeebe:output'], (subject) => {
    verify(subject, attribute(subject.element, 'source'), expression)
    verifyPath(subject, attribute(subject.element, 'target'))
  }),
  rule(['zeebe:ioMapping'], ({ element, expressions, fault }) => {
    if (element.children.some((mapping) => !isReadable(expressions, mapping))) return
    for (const text of [inputText(element), outputText(element)]) {
      const read = text === undefined ? undefined : expressions.feel(text)
      if (read?.kind === 'fault') fault(`Failed to build variable mapping expression: ${read.message}`)
    }
  }),
  attributes('message', { name: optional }),
  attributes('signal', { name: optional }),
  attributes('error', { errorCode: optional }),
  attributes('escalation', { escalationCode: optional }),
  ...startRules,
  attributes('zeebe:subscription', { correlationKey: expression }),
  attributes('zeebe:loopCharacteristics', {
    inputCollection: expression,
    outputElement: { expression: true, optional: true },
  }),
  rule(['conditionExpression'], (subject) => verify(subject, subject.element.text, expression)),
  rule(['zeebe:taskDefinition'], (subject) => {
    verify(subject, attribute(subject.element, 'type'), anything)
    verify(subject, attribute(subject.element, 'retries'), optional)
  }),
  attributes('zeebe:calledElement', { processId: anything }),
  attributes('zeebe:assignmentDefinition', { assignee: optional, candidateGroups: list, candidateUsers: list }),
  rule(['zeebe:assignmentDefinition'], ({ element, expressions, fault }) => {
    for (const name of ['candidateGroups', 'candidateUsers']) {
      const text = attribute(element, name)
      if (text === undefined || text.startsWith('=')) continue
      const read = expressions.feel(listText(text))
      if (read.kind === 'fault') fault(read.message)
    }
  }),
  attributes('zeebe:taskSchedule', { dueDate: dateTime, followUpDate: dateTime }),
  attributes('zeebe:formDefinition', { formId: optional, externalReference: optional }),
  ...timerRules,
  attributes('zeebe:calledDecision', { decisionId: anything }),
  rule(['zeebe:taskHeaders'], ({ element, fault }) => {
    const keys = childrenOf(element, 'zeebe:header').map((header) => attribute(header, 'key') ?? '')
    for (const key of keys.filter((each) => each.startsWith(RESERVED))) {
      fault(
        `Attribute 'key' contains '${key}', but header keys starting with '${RESERVED}' are reserved for internal use.`,
      )
    }
    for (const key of repeated(keys)) fault(`Headers contain duplicate entries for key '${key}'`)
  }),
  rule(['multiInstanceLoopCharacteristics'], (subject) => {
    verify(subject, childOf(subject.element, 'bpmn:completionCondition')?.text, optional)
  }),
  attributes('zeebe:script', { expression }),
  rule(['zeebe:priorityDefinition'], (subject) => {
    const text = attribute(subject.element, 'priority')
    verify(subject, text, { ...priority, optional: true })
    if (text !== undefined && /^[+-]?\d+$/.test(text) && (Number(text) < 0 || Number(text) > 100)) {
      subject.fault(`Priority must be a number between 0 and 100, but was '${text}'.`)
    }
  }),
]

const RESERVED = 'io.camunda.zeebe:'
