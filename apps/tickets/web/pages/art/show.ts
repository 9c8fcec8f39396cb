/** What is sold here: one evening. */
export const show = {
  title: 'Tidal Lights',
  subtitle: 'An evening of lanterns, brass and water',
  hall: 'Harbour Hall',
  date: 'Saturday 6 March 2027',
  doors: 'Doors 18:30 · begins 20:00',
} as const

/** The kinds of ticket as people call them, and where they are. */
export const kinds = {
  standing: { name: 'Standing', where: 'In front of the stage, unnumbered' },
  'balcony 1': { name: 'Balcony 1', where: 'First tier, seated, best view' },
  'balcony 2': { name: 'Balcony 2', where: 'Second tier, seated' },
  'far away': { name: 'Far away', where: 'Back of the hall, seated' },
} as const
