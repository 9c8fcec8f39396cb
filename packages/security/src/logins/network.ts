import { isIPv6 } from 'node:net'

const GROUPS = 8
const NETWORK_GROUPS = 4

/**
 * Whom failures of an address are counted for: who has one IPv6 address has the 2^64 of its network (RFC 6177), so it is
 * that. With or without brackets; IPv4 in IPv6 is IPv4.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.replaceAll(/^\[|\]$/gu, '').split('%', 1)
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(plain)) return address
  const [before = [], after = []] = plain.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: GROUPS - before.length - after.length }, () => '0')
  const network = [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS)
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
