import { expect, it } from 'vitest'
import { provesPassword, scramKeys, serverSignature } from './scram.ts'

// RFC 7677, section 3: user "user", password "pencil".
const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
const message =
  'n=user,r=rOprNGfwEbeRWgbNEkqO,' +
  'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,' +
  'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'
const proof = Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64')

it('takes the proof of the RFC, and answers with its signature', async () => {
  const keys = await scramKeys('SCRAM-SHA-256', 'pencil', salt, 4096)
  expect(provesPassword('SCRAM-SHA-256', keys, message, proof)).toBe(true)
  expect(serverSignature('SCRAM-SHA-256', keys, message).toString('base64')).toBe(
    '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  )
})

it('takes no other proof, of whatever length', async () => {
  const keys = await scramKeys('SCRAM-SHA-256', 'pencil', salt, 4096)
  const changed = Buffer.from(proof)
  changed[0] = (changed[0] as number) ^ 1
  for (const wrong of [changed, proof.subarray(1), Buffer.alloc(0), Buffer.alloc(64)]) {
    expect(provesPassword('SCRAM-SHA-256', keys, message, wrong)).toBe(false)
  }
  expect(provesPassword('SCRAM-SHA-256', keys, `${message}x`, proof)).toBe(false)
})
