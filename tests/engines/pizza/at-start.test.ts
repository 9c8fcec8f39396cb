import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot, realKafka, startPlatform, tempDir } from '@millrace/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chosenEngines } from '../harness/engines.ts'
import { type Ran, run } from '../harness/run.ts'

/** Runs a service alone until it ends by itself. */
function alone(service: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  const args = [join(repositoryRoot, 'apps', 'pizza', service, 'main.ts')]
  return run({ command: process.execPath, args, env: { PORT: '0', KAFKA_BROKERS: '', ...env }, timeoutMs: 60_000 })
}

describe('a service of the pizza shop that cannot start', () => {
  it.each(['webapp', 'assemble', 'bake', 'delivery', 'status'])(
    '%s names the topics that are missing',
    async (service) => {
      const platform = await startPlatform()
      onTestFinished(() => platform.remove())
      const { code, stderr } = await alone(service, { KAFKA_BROKERS: platform.ready.kafka })
      expect(code).toBe(1)
      expect(stderr).toContain(
        'topics are missing: pizza-ordered, pizza-pending, pizza-assembled, pizza-baked, pizza-delivered',
      )
      expect(stderr).toContain('millrace topics create pizza-ordered')
    },
  )

  it('says what is still to be filled in', async () => {
    const { code, stderr } = await alone('bake', {})
    expect(code).toBe(2)
    expect(stderr).toMatch(/example\.ini: bootstrap\.servers \(line 2\) is still to be filled in/u)
  })

  it.runIf(chosenEngines().includes('kafka'))(
    'names credentials that are wrong, and comes in with right ones',
    async () => {
      const kafka = await realKafka({ sasl: { username: 'workshop', password: 'right' } })
      onTestFinished(() => kafka.stop())
      const folder = tempDir('pizza-config-')
      onTestFinished(() => folder.remove())
      const file = join(folder.path, 'example.ini')
      const configured = (password: string): Promise<Ran> => {
        const lines = [
          '[kafka]',
          `bootstrap.servers = ${kafka.saslBrokers}`,
          'security.protocol = SASL_PLAINTEXT',
          'sasl.mechanisms = PLAIN',
          'sasl.username = workshop',
          `sasl.password = ${password}`,
        ]
        writeFileSync(file, lines.join('\n'))
        return alone('assemble', { KAFKA_CONFIG: file })
      }
      const wrong = await configured('wrong')
      expect(wrong.code).toBe(1)
      expect(wrong.stderr).toContain('SASL_AUTHENTICATION_FAILED')
      expect(wrong.stderr).toContain('KAFKA_SASL_PASSWORD')
      const sasl = { KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT', KAFKA_SASL_USERNAME: 'workshop' }
      const doctor = await run({
        command: process.execPath,
        args: [join(repositoryRoot, 'packages', 'server', 'src', 'main.ts'), 'doctor', '--data', folder.path],
        env: { KAFKA_BROKERS: kafka.saslBrokers, KAFKA_SASL_PASSWORD: 'wrong', ...sasl },
      })
      expect(doctor.code).toBe(1)
      expect(doctor.stdout).toMatch(/Kafka access +.*KAFKA_SASL_PASSWORD/u)
      const right = await configured('right')
      expect(right.stderr).toContain('topics are missing')
    },
  )
})
