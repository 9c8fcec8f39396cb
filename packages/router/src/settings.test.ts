import { describe, expect, it } from 'vitest'
import { zeebeEnvironment } from './settings.ts'

describe("the variables of the original's chart", () => {
  it('say where Zeebe is, and whether the connection is plain', () => {
    expect(
      zeebeEnvironment({
        ZEEBE_CLIENT_BROKER_CONTACTPOINT: 'zeebe:26500',
        ZEEBE_CLIENT_SECURITY_PLAINTEXT: 'true',
        ZEEBE_CLIENT_ID: 'id',
      }),
    ).toMatchObject({ ZEEBE_ADDRESS: 'zeebe:26500', ZEEBE_SECURE_CONNECTION: 'false', ZEEBE_CLIENT_ID: 'id' })
    expect(zeebeEnvironment({ ZEEBE_CLIENT_SECURITY_PLAINTEXT: 'false' })).toMatchObject({
      ZEEBE_SECURE_CONNECTION: 'true',
    })
  })
  it('give way to the newer names, and say nothing when they are not set', () => {
    expect(
      zeebeEnvironment({ ZEEBE_ADDRESS: 'new:1', ZEEBE_CLIENT_BROKER_CONTACTPOINT: 'old:1' })['ZEEBE_ADDRESS'],
    ).toBe('new:1')
    expect(zeebeEnvironment({})['ZEEBE_SECURE_CONNECTION']).toBeUndefined()
  })
})
