/** What the shop sells. Prices in minor units. */
export const catalogue: Readonly<Record<string, number>> = {
  'Limited Edition Zeebe T-shirt': 2500,
  'Camunda Escalation Ale': 450,
  'Real-Life BPMN Book': 3900,
}

/** The level that the seed sets each product to. */
export const RESTOCK_LEVEL = '2'
