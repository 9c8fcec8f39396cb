import type { Expression } from './expression.ts'

/** `zeebe:taskDefinition` and `zeebe:taskHeaders`: what a job worker gets. */
export interface JobDefinition {
  readonly type: Expression
  /** Gives a whole number; `3` when the model says nothing. */
  readonly retries: Expression
  readonly headers: Readonly<Record<string, string>>
}

/** Which deployed version a reference means (`bindingType`). */
export type Binding =
  | { readonly kind: 'latest' }
  | { readonly kind: 'deployment' }
  | { readonly kind: 'versionTag'; readonly versionTag: string }

/** `zeebe:calledElement`. */
export interface CalledProcess {
  readonly processId: Expression
  readonly binding: Binding
  readonly propagateAllChildVariables: boolean
  readonly propagateAllParentVariables: boolean
}

/** `zeebe:calledDecision`. */
export interface CalledDecision {
  readonly decisionId: Expression
  readonly binding: Binding
  readonly resultVariable: string
}

/** `zeebe:script`: a FEEL expression that the engine evaluates itself. */
export interface ScriptDefinition {
  readonly expression: Expression
  readonly resultVariable: string
}

/** What a user task says about who works on it, when, and with which form. Each expression may be absent. */
export interface UserTaskDefinition {
  /** `job`: a job of type `io.camunda.zeebe:userTask`; `zeebe`: marked with `zeebe:userTask`. */
  readonly implementation: 'job' | 'zeebe'
  readonly assignee: Expression | undefined
  readonly candidateGroups: Expression | undefined
  readonly candidateUsers: Expression | undefined
  readonly dueDate: Expression | undefined
  readonly followUpDate: Expression | undefined
  readonly priority: Expression | undefined
  readonly form: FormReference | undefined
}

export type FormReference =
  /** `formKey`: an embedded form of the model, or a key that only the task list knows. */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'form'; readonly formId: Expression; readonly binding: Binding }
  | { readonly kind: 'external'; readonly reference: Expression }

/** `multiInstanceLoopCharacteristics` with `zeebe:loopCharacteristics`. */
export interface LoopDefinition {
  readonly sequential: boolean
  readonly inputCollection: Expression
  /** Local variable of each instance; none when undefined. `loopCounter` (from 1) is always there. */
  readonly inputElement: string | undefined
  /** Both or neither are given. */
  readonly outputCollection: string | undefined
  readonly outputElement: Expression | undefined
  readonly completionCondition: Expression | undefined
}
