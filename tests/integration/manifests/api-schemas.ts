import * as apps from 'kubernetes-models/apps/v1'
import * as batch from 'kubernetes-models/batch/v1'
import * as networking from 'kubernetes-models/networking.k8s.io/v1'
import * as policy from 'kubernetes-models/policy/v1'
import * as core from 'kubernetes-models/v1'
import * as eventing from '@kubernetes-models/knative/eventing.knative.dev/v1'
import * as serving from '@kubernetes-models/knative/serving.knative.dev/v1'
import { messageOf } from '@millrace/kernel'
import { parseAllDocuments } from 'yaml'

/** An object of a cluster's API, as far as tests look at it. */
export interface Resource {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly data?: Readonly<Record<string, string>>
  readonly spec?: Readonly<Record<string, unknown>>
}

/** The schemas of Kubernetes and Knative, by the groups that are used. */
const groups: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  v1: core,
  'apps/v1': apps,
  'batch/v1': batch,
  'policy/v1': policy,
  'networking.k8s.io/v1': networking,
  'eventing.knative.dev/v1': eventing,
  'serving.knative.dev/v1': serving,
}

type ModelClass = new (data: object) => { validate(): void }

/** The documents of a YAML stream; empty ones are passed over. */
export const resources = (yaml: string): readonly Resource[] =>
  parseAllDocuments(yaml).flatMap((document) => (document.toJS() as Resource | null) ?? [])

/** What the API's schema has against it, or undefined. */
export function faultsOf(resource: Resource): string | undefined {
  const { apiVersion, kind, metadata } = resource
  const model = groups[apiVersion]?.[kind] as ModelClass | undefined
  if (model === undefined) return `there is no schema for ${apiVersion} ${kind}`
  try {
    new model(resource).validate()
    return undefined
  } catch (thrown) {
    return `${kind} ${metadata.name}: ${messageOf(thrown)}`
  }
}
