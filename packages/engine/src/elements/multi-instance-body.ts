import type { Expression, FeelContext } from '@millrace/bpmn'
import { activated, completeNow } from '../behaviours/events.ts'
import { evaluateFlag, evaluateJson, evaluateList } from '../behaviours/expressions.ts'
import { completed } from '../behaviours/flows.ts'
import { propagate, setLocal } from '../behaviours/scopes.ts'
import { subscribe, unsubscribe } from '../behaviours/subscriptions.ts'
import { triggering } from '../behaviours/triggers.ts'
import type { Json } from '../records/schema.ts'
import { type Run, type RunOf, childCount } from '../runtime/run.ts'
import type { Behaviour } from './behaviour.ts'

type Body = RunOf<'multiInstanceBody'>

/**
 * Multi-instance body: one instance of the activity for each item, at once or one after another. It completes when all
 * have ended, or when the completion condition holds after one of them.
 */
export const multiInstanceBody: Behaviour<'multiInstanceBody'> = {
  enter: (run) => {
    const { step, instance, element } = run
    const { loop } = element
    const items = evaluateList(step, loop.inputCollection, instance.key)
    subscribe(run)
    activated(run, items.length)
    if (loop.outputCollection !== undefined)
      setLocal(step, instance.key, { [loop.outputCollection]: items.map(() => null) })
    if (items.length === 0) completeNow(run)
    else if (loop.sequential) startInstance(run, items, 0)
    else step.follow({ kind: 'spawn', bodyKey: instance.key, items, from: 0 })
  },
  childLeaves: (run, child) => {
    collect(run, child)
    const { step, instance, element } = run
    const { completionCondition } = element.loop
    if (completionCondition === undefined) return
    const holds = evaluateFlag(step, completionCondition, child.instance.key, counts(run))
    // Remembered as an event of the inner activity: no other event can reach the body any more.
    if (holds && instance.trigger === undefined) triggering(run, element.inner, {})
  },
  settle: (run) => {
    const { instance, element } = run
    if (instance.trigger?.target === element.inner) endEarly(run)
    else if (instance.loopCreated < instance.loopSize) startNext(run)
    else if (childCount(run) === 0) completeNow(run)
  },
  leave: (run) => {
    const { step, instance, element } = run
    const { outputCollection } = element.loop
    if (outputCollection !== undefined) {
      const collected = step.state.variables.get(instance.key, outputCollection)?.value ?? []
      propagate(step, instance.scopeKey, { [outputCollection]: collected })
    }
    unsubscribe(step, instance.key)
    completed(run)
  },
}

function startNext(run: Body): void {
  const { step, instance, element } = run
  // A parallel loop is started by its spawn, however many turns that takes.
  if (!element.loop.sequential || childCount(run) > 0) return
  const items = evaluateList(step, element.loop.inputCollection, instance.key)
  if (instance.loopCreated >= items.length) completeNow(run)
  else startInstance(run, items, instance.loopCreated)
}

export function startInstance({ step, instance, element }: Body, items: readonly Json[], place: number): void {
  const { inputElement, outputElement } = element.loop
  const result = outputElement === undefined ? undefined : variableOf(outputElement)
  step.follow({
    kind: 'activate',
    element: element.inner,
    scopeKey: instance.key,
    loopCounter: place + 1,
    locals: {
      ...(inputElement === undefined ? {} : { [inputElement]: items[place] ?? null }),
      loopCounter: place + 1,
      // Its own, so that the instances do not write over one another's.
      ...(result === undefined ? {} : { [result]: null }),
    },
  })
}

const NAMES = /^([\p{L}_][\p{L}\p{N}_]*)(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u

/** The variable that an expression is, or goes out from; undefined when it is more than a path. */
const variableOf = ({ text }: Expression): string | undefined => NAMES.exec(text)?.[1]

function collect({ step, instance, element }: Body, child: Run): void {
  const { outputCollection, outputElement } = element.loop
  if (outputCollection === undefined || outputElement === undefined) return
  const value = evaluateJson(step, outputElement, child.instance.key)
  const held = step.state.variables.get(instance.key, outputCollection)?.value
  const collected = Array.isArray(held) ? [...(held as readonly Json[])] : []
  collected[child.instance.loopCounter - 1] = value
  setLocal(step, instance.key, { [outputCollection]: collected })
}

/** As they are once the instance that leaves has left. */
function counts(run: Body): FeelContext {
  const { loopSize, loopCreated, loopCompleted, loopTerminated } = run.instance
  return {
    numberOfInstances: loopSize,
    numberOfActiveInstances: loopCreated - loopCompleted - loopTerminated - 1,
    numberOfCompletedInstances: loopCompleted + 1,
    numberOfTerminatedInstances: loopTerminated,
  }
}

function endEarly(run: Body): void {
  const { step, instance } = run
  if (childCount(run) === 0) {
    completeNow(run)
    return
  }
  for (const key of step.state.instances.keys('scope', instance.key)) {
    if (step.state.instances.get(key)?.phase !== 'TERMINATING') step.follow({ kind: 'terminate', key })
  }
}
