import type { Pizza } from '../../../contract/order.ts'

/** `Pepperoni on Tomato with Mozzarella, plus Egg and Ham` */
export function describePizza({ sauce, cheese, main_topping, extra_toppings }: Pizza): string {
  const base = [main_topping || 'Nothing', `on ${sauce || 'no sauce'}`, `with ${cheese || 'no cheese'}`].join(' ')
  if (extra_toppings.length === 0) return base
  return `${base}, plus ${new Intl.ListFormat('en').format(extra_toppings)}`
}
