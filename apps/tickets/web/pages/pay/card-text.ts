/** `4242 4242 4242 4242`: digits in groups of four; what is no digit is dropped. */
export const groupedNumber = (text: string): string =>
  text
    .replaceAll(/\D/gu, '')
    .slice(0, 19)
    .replaceAll(/(\d{4})(?=\d)/gu, '$1 ')
