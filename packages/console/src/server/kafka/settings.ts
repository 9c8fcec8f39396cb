import { Refusal } from '@millrace/kernel'
import type { Admin, IncrementalAlterConfigsOptions } from '@platformatic/kafka'
import type { AlteredSetting, Setting } from '../../contract/topics.ts'
import { configSources, configTypes, deleteConfig, setConfig, topicResource } from './protocol.ts'

/** A topic's settings with their source; a sensitive value never leaves the server. */
export async function readSettings(admin: Admin, topic: string): Promise<Setting[]> {
  const described = await admin.describeConfigs({
    resources: [{ resourceType: topicResource, resourceName: topic }],
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
      type: configTypes[config.configType] ?? 'unknown',
      documentation: plain(config.documentation ?? ''),
    }))
    .toSorted((left, right) => left.name.localeCompare(right.name, 'en'))
}

function sourceName(source: number): Setting['source'] {
  if (source === configSources.topic) return 'topic'
  if (source === configSources.defaults) return 'default'
  return source === configSources.unknown ? 'unknown' : 'broker'
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
  const resources: IncrementalAlterConfigsOptions['resources'] = [
    {
      resourceType: topicResource,
      resourceName: topic,
      configs:
        value === null ? [{ name, configOperation: deleteConfig }] : [{ name, configOperation: setConfig, value }],
    },
  ]
  await admin.incrementalAlterConfigs({ resources, validateOnly: true })
  await admin.incrementalAlterConfigs({ resources, validateOnly: false })
  const after = (await readSettings(admin, topic)).find((setting) => setting.name === name)
  return { name, before: known.value, after: after?.value ?? null }
}
