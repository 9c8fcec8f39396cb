import { type Environment, Refusal } from '@millrace/kernel'

/** librdkafka's names, as its CONFIGURATION.md has them, and the variables of `@millrace/client`. */
const VARIABLES: Readonly<Record<string, string>> = {
  'bootstrap.servers': 'KAFKA_BROKERS',
  'metadata.broker.list': 'KAFKA_BROKERS',
  'client.id': 'KAFKA_CLIENT_ID',
  'security.protocol': 'KAFKA_SECURITY_PROTOCOL',
  'sasl.mechanisms': 'KAFKA_SASL_MECHANISM',
  'sasl.mechanism': 'KAFKA_SASL_MECHANISM',
  'sasl.username': 'KAFKA_SASL_USERNAME',
  'sasl.password': 'KAFKA_SASL_PASSWORD',
  'ssl.ca.location': 'KAFKA_SSL_CA',
  'ssl.ca.pem': 'KAFKA_SSL_CA',
  'ssl.certificate.location': 'KAFKA_SSL_CERT',
  'ssl.key.location': 'KAFKA_SSL_KEY',
}

/** librdkafka takes these in any case. */
const UPPER = new Set(['security.protocol', 'sasl.mechanisms', 'sasl.mechanism'])

/**
 * Reads the section `[kafka]` of an INI file as Python's configparser does: `name = value` or `name: value`, comments with `#`
 * or `;`, names in any case.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each line that is wrong, or still to be filled in.
 */
export function kafkaConfig(text: string, path: string): Environment {
  const wrong: string[] = []
  const found: Record<string, string> = {}
  let section: string | undefined
  for (const [index, raw] of text.split(/\r?\n/u).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const header = /^\[(.+)\]$/u.exec(line)
    if (header !== null) section = header[1]
    else if (section === 'kafka') take(line, index + 1, found, wrong)
  }
  if (found['KAFKA_BROKERS'] === undefined && wrong.length === 0)
    wrong.push('bootstrap.servers is missing in the section [kafka]')
  if (wrong.length > 0) {
    const hint = 'fill in the file, or set KAFKA_BROKERS'
    throw new Refusal('INVALID_CONFIGURATION', `wrong configuration in ${path}: ${wrong.join('; ')}; ${hint}`)
  }
  return found
}

function take(line: string, number: number, found: Record<string, string>, wrong: string[]): void {
  const [, name = '', value = ''] = /^([^=:]+?)\s*[=:]\s*(.*)$/u.exec(line) ?? []
  const variable = VARIABLES[name.toLowerCase()]
  if (name === '') wrong.push(`line ${number} is no "name = value"`)
  else if (/^\{\{.*\}\}$/u.test(value)) wrong.push(`${name} (line ${number}) is still to be filled in`)
  else if (variable === undefined)
    wrong.push(`${name} (line ${number}) is not known here; known are ${Object.keys(VARIABLES).join(', ')}`)
  else found[variable] = UPPER.has(name.toLowerCase()) ? value.toUpperCase() : value
}
