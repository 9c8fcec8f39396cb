import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { process } from '@millrace/bpmn'
import { javaProgram, mavenClasspath, tempDir, waitFor } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { output } from '../harness/run.ts'
import { unique } from '../harness/on-each-engine.ts'
import { facts } from '../python/python.ts'
import { onEachGateway } from './each-gateway.ts'
import type { GatewayUnderTest } from './gateway.ts'

const LOWEST_JAVA = 17
const CLIENT = ['io.camunda:zeebe-client-java:8.6.0', 'org.slf4j:slf4j-nop:2.0.16'] as const
const journey = fileURLToPath(new URL('java/Journey.java', import.meta.url))

function suite(gateway: () => GatewayUnderTest): void {
  it('deploys, works jobs by polling and by stream, fails, throws and is refused', async () => {
    using folder = tempDir('zeebe-java-')
    const id = unique('j')
    const path = join(folder.path, `${id}.bpmn`)
    const drawn = process(id)
      .startEvent()
      .serviceTask('task', { type: '= kind' })
      .boundaryEvent('declined', { error: 'DECLINED' })
      .endEvent('refused')
      .moveTo('task')
      .endEvent()
    writeFileSync(path, drawn.toXml())
    const classpath = mavenClasspath('zeebe-client-java', CLIENT)
    const args = ['-cp', classpath, journey, gateway().address, path, id]
    const found = facts<Record<string, unknown>>(await output({ command: javaProgram(LOWEST_JAVA), args }))
    const instance = String(found.find(({ step }) => step === 'instance')?.['key'])
    expect(found).toEqual([
      { step: 'deploy', version: 1, same: true },
      { step: 'result', pushed: false, variables: '{amount=21, doubled=42}' },
      { step: 'result', pushed: true, variables: '{amount=21, doubled=42}' },
      { step: 'failed', same: true, retries: 1 },
      { step: 'instance', key: instance },
      { step: 'message', first: 'done', second: 'ALREADY_EXISTS' },
      { step: 'refused', create: 'NOT_FOUND', cancel: 'NOT_FOUND' },
    ])
    // A busy real broker drops lines of the log that alone tells this; the other suites look there, once each.
    if (gateway().name === 'zeebe') return
    await waitFor(() => gateway().completed(instance).includes(id), { what: 'the end of the instance' })
    expect(gateway().completed(instance)).toEqual(['start', 'declined', 'refused', id])
  }, 300_000)
}

if (spawnSync('mvn', ['--version']).status === 0) onEachGateway("Zeebe's Java client", suite)
else it.skip("Zeebe's Java client: skipped, since Maven is not on the PATH")
