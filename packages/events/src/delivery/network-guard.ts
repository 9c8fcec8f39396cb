import { BlockList, isIP, isIPv6 } from 'node:net'
import { Refusal } from '@millrace/kernel'

/** Networks that are not the public internet (RFC 6890, and its like for IPv6). */
const SPECIAL: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]

/** Says whether an address may be sent to. */
export type NetworkGuard = (address: string) => boolean

/**
 * Public addresses, and those of the networks that are allowed besides (`127.0.0.0/8`): so that a trigger cannot be
 * used to reach what only this machine can see.
 *
 * @throws Refusal INVALID_CONFIGURATION for what is no network
 */
export function networkGuard(allowed: readonly string[]): NetworkGuard {
  const special = listOf(SPECIAL)
  const open = listOf(allowed)
  return (address) => {
    const plain = unmapped(address)
    if (isIP(plain) === 0) return false
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4'
    return open.check(plain, family) || !special.check(plain, family)
  }
}

/** An IPv4 address inside an IPv6 one is judged as what it is. */
function unmapped(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1] !== undefined) return mapped[1]
  const words = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (words === null) return address
  const [high = 0, low = 0] = words.slice(1).map((word) => Number.parseInt(word, 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/')
    const most = isIPv6(address) ? 128 : 32
    if (isIP(address) === 0 || !/^\d+$/.test(bits) || Number(bits) > most) {
      throw new Refusal('INVALID_CONFIGURATION', `${network} is no network: write it as 10.1.0.0/16`)
    }
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return list
}
