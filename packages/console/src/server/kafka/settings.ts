import { Refusal } from '@millrace/kernel'
import {
  type Admin,
  ConfigResourceTypes,
  ConfigSources,
  ConfigTypes,
  IncrementalAlterConfigOperationTypes,
} from '@platformatic/kafka'
import type { AlteredSetting, Setting } from '../../contract/topics.ts'

const typeNames = new Map<number, string>(Object.entries(ConfigTypes).map(([name, type]) => [type, name.toLowerCase()]))

/** A topic's settings with their source; a sensitive value never leaves the server. */
export async function readSettings(admin: Admin, topic: string): Promise<Setting[]> {
  const described = await admin.describeConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic }],
    includeSynonyms: false,
    includeDocumentation: true,
  })
  const configs = described.flatMap((resource) => resource.configs)
  return configs
    .map((config) => ({
      name: config.name,
      value: config.isSensitive ? null : (config.value ?? null),
      source: sourceName(config.configSource),
      readOnly: config.readOnly,
      sensitive: config.isSensitive,
      type: typeNames.get(config.configType) ?? 'unknown',
      documentation: plain(config.documentation ?? ''),
    }))
    .toSorted((left, right) => left.name.localeCompare(right.name, 'en'))
}

function sourceName(source: number): Setting['source'] {
  if (source === ConfigSources.DYNAMIC_TOPIC_CONFIG) return 'topic'
  if (source === ConfigSources.DEFAULT_CONFIG) return 'default'
  return source === ConfigSources.UNKNOWN ? 'unknown' : 'broker'
}

/** Kafka documents its settings in HTML. */
function plain(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/**
 * Sets a topic's own value, or takes it away (`null`). Kafka validates it first, so that nothing is half done.
 * @throws Refusal INVALID_CONFIG for a name that the topic does not have or that is read-only
 */
export async function alterSetting(
  admin: Admin,
  topic: string,
  name: string,
  value: string | null,
): Promise<AlteredSetting> {
  const known = (await readSettings(admin, topic)).find((setting) => setting.name === name)
  if (known === undefined) throw new Refusal('INVALID_CONFIG', `A topic has no setting ${name}`)
  if (known.readOnly) throw new Refusal('INVALID_CONFIG', `${name} is read-only`)
  const resources = [
    {
      resourceType: ConfigResourceTypes.TOPIC,
      resourceName: topic,
      configs:
        value === null
          ? [{ name, configOperation: IncrementalAlterConfigOperationTypes.DELETE }]
          : [{ name, configOperation: IncrementalAlterConfigOperationTypes.SET, value }],
    },
  ]
  await admin.incrementalAlterConfigs({ resources, validateOnly: true })
  await admin.incrementalAlterConfigs({ resources, validateOnly: false })
  const after = (await readSettings(admin, topic)).find((setting) => setting.name === name)
  return { name, before: known.value, after: after?.value ?? null }
}
