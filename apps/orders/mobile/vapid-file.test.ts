import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempDir } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { vapidKey } from './vapid-file.ts'

it('makes a key once, and has it again after a restart', async () => {
  using folder = tempDir('vapid-')
  const first = await vapidKey(undefined, join(folder.path, 'mobile'))
  expect(Buffer.from(first.publicKey, 'base64url')).toHaveLength(65)
  expect(await vapidKey(undefined, join(folder.path, 'mobile'))).toEqual(first)
  expect(await vapidKey(JSON.stringify(first.jwk), undefined)).toEqual(first)
})

it('is not hindered by a start that was killed while it wrote', async () => {
  using folder = tempDir('vapid-')
  writeFileSync(join(folder.path, 'vapid-key.json.new'), '{"kty":')
  const { jwk } = await vapidKey(undefined, folder.path)
  expect(JSON.parse(readFileSync(join(folder.path, 'vapid-key.json'), 'utf8'))).toEqual(jwk)
})

it.each(['{}', 'nonsense', '{"kty":"EC","crv":"P-384","d":"x"}'])('refuses %s as a key', async (given) => {
  await expect(vapidKey(given, undefined)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' })
})
