/** What a pizza can have on it. */
export const menu = {
  sauce: ['Tomato', 'Organic tomato', 'Pesto', 'Marinara', 'Buffalo', 'Hummus'],
  cheese: ['Mozzarella', 'Provolone', 'Cheddar', 'Ricotta', 'Gouda', 'Gruyere'],
  main_topping: ['Pepperoni', 'Sausage', 'Chicken', 'Pork', 'Minced meat', 'Vegan meat'],
  extra_toppings: ['Mushroom', 'Onion', 'Egg', 'Ham', 'Black olives', 'Green pepper', 'Fresh garlic'],
} as const

export type Menu = typeof menu
