import type { Card } from '../../contract/payment.ts'

/** `4242 4242 4242 4242`: digits in groups of four; what is no digit is dropped. */
export const groupedNumber = (text: string): string =>
  digits(text, 19)
    .replaceAll(/(\d{4})(?=\d)/gu, '$1 ')
    .trim()

/** `12 / 30` while it is typed; `5` becomes `05`, as no month begins with it. */
export function expiryText(text: string): string {
  const given = digits(text, 4)
  const all = /^[2-9]/u.test(given) ? `0${given}`.slice(0, 4) : given
  return all.length > 2 ? `${all.slice(0, 2)} / ${all.slice(2)}` : all
}

/** What was typed as the service wants it; a part that is missing is 0, which the service says is wrong. */
export function cardOf(number: string, expiry: string, cvc: string): Card {
  const [month = '', year = ''] = expiry.split('/').map((part) => part.trim())
  return { number: number.trim(), expiryMonth: Number(month), expiryYear: 2000 + Number(year), cvc: cvc.trim() }
}

const digits = (text: string, most: number): string => text.replaceAll(/\D/gu, '').slice(0, most)
