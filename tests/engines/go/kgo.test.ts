import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { onOneEngine } from '../harness/on-each-engine.ts'
import { kgoTests } from './kgo-tests.ts'

const SHARE_GROUPS = 'share groups (KIP-932) are not served'
const NEW_GROUPS = "the broker's own group protocol (KIP-848) is not served"
const SCRAM = 'SCRAM is not served'

/** The tests that are left out, each with its reason. */
const LEFT_OUT = {
  '^TestShareGroup$': SHARE_GROUPS,
  '^TestShareGroupETL$': SHARE_GROUPS,
  '^TestShareGroupAckOnClose$': SHARE_GROUPS,
  '^TestShareGroupOffsetsAdmin$': SHARE_GROUPS,
  '^TestConsumeRegexShareSkipsInternal$': SHARE_GROUPS,
  '^Test848RegexBrokerResolves$': NEW_GROUPS,
  '^TestSCRAMAuth$': SCRAM,
  '^TestSCRAMAuthBadCredentials$': SCRAM,
}

/** It wants a broker that does not tell of Produce 0-2, as Kafka and Millrace do for librdkafka's sake. */
const SKIPS_ITSELF = ['TestIssueProduceBrokerTooOldFailsRecords']

/** Parts of TestGroupSimple, TestGroupETL and TestTxnEtl, which skip themselves where KIP-848 is not served. */
const NEW_GROUP_PARTS = /\/848/

/** All that need no broker, and 29 of those that do. */
const TESTS = 143

function suite({ brokers }: { readonly brokers: string }): void {
  it('passes the tests of the client itself', { timeout: 400_000 }, async () => {
    const { passed, skipped, failed, said } = await kgoTests({
      cwd: import.meta.dirname,
      brokers,
      leftOut: Object.keys(LEFT_OUT),
      records: 20_000,
      timeoutMs: 150_000,
    })
    expect(failed, said).toEqual([])
    expect(skipped.filter((test) => !NEW_GROUP_PARTS.test(test))).toEqual(SKIPS_ITSELF)
    expect(passed.filter((test) => !test.includes('/'))).toHaveLength(TESTS)
  })
}

if (spawnSync('go', ['version']).status === 0) onOneEngine("franz-go's own tests (pkg/kgo)", suite)
else it.skip("franz-go's own tests (pkg/kgo): skipped, since no Go toolchain is on the PATH")
