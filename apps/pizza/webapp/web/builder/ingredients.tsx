import type { ReactNode } from 'react'

export const sauces: Readonly<Record<string, string>> = {
  Tomato: '#c8391f',
  'Organic tomato': '#d4472b',
  Pesto: '#5f8a3a',
  Marinara: '#a92c1c',
  Buffalo: '#dd6b20',
  Hummus: '#dcbf86',
}

export const cheeses: Readonly<Record<string, string>> = {
  Mozzarella: '#fff3d6',
  Provolone: '#fde7ad',
  Cheddar: '#f9b43c',
  Ricotta: '#fffaf0',
  Gouda: '#f7cb62',
  Gruyere: '#f2dc94',
}

/** One piece of a topping around 0, 0; about 30 across. */
export const pieces: Readonly<Record<string, ReactNode>> = {
  Pepperoni: (
    <>
      <circle r="15" fill="#a62619" />
      <circle r="12" fill="#c43a26" />
      <circle cx="-4" cy="-3" r="1.8" fill="#e27a60" />
      <circle cx="5" cy="3" r="1.5" fill="#e27a60" />
    </>
  ),
  Sausage: (
    <>
      <path d="M-13-2q2-10 12-9t13 8-6 13-15 2-4-14z" fill="#7d4426" />
      <path d="M-6-5l3 2M4 3l3 1M-3 4l2 2" stroke="#b47a52" strokeWidth="2" />
    </>
  ),
  Chicken: <path d="M-15 4Q-8-11 3-8t12 9-8 7-12-1-10-3z" fill="#efcf9a" stroke="#c99a58" strokeWidth="1.5" />,
  Pork: <path d="M-14-6q14-7 28 1l-3 11q-12-6-24-2z" fill="#e39a86" stroke="#b96553" strokeWidth="1.5" />,
  'Minced meat': (
    <g fill="#6d3c22">
      <circle cx="-8" cy="-3" r="4.5" />
      <circle cx="2" cy="-7" r="4" />
      <circle cx="7" cy="2" r="5" />
      <circle cx="-3" cy="6" r="4.5" />
    </g>
  ),
  'Vegan meat': <path d="M-11 8L-2-12 13 5z" fill="#8a6b3a" stroke="#5f8a3a" strokeWidth="3" strokeLinejoin="round" />,
  Mushroom: (
    <>
      <path d="M-13 1a13 11 0 0126 0q-5 4-13 4t-13-4z" fill="#d9c4a5" stroke="#9a805c" strokeWidth="1.5" />
      <path d="M-4 4l1 9h6l1-9" fill="#efe2cb" stroke="#9a805c" strokeWidth="1.5" />
    </>
  ),
  Onion: (
    <g fill="none" stroke="#a8588f" strokeWidth="2.5">
      <ellipse rx="13" ry="9" />
      <ellipse rx="7" ry="4.5" stroke="#d9a6cb" />
    </g>
  ),
  Egg: (
    <>
      <path d="M-19-3q4-17 19-15t17 15-9 17-20 3-7-20z" fill="#fffdf6" />
      <circle r="8" fill="#f5a81c" />
    </>
  ),
  Ham: <rect x="-11" y="-9" width="22" height="18" rx="3" fill="#ef9d9b" stroke="#cc6d6c" strokeWidth="1.5" />,
  'Black olives': <circle r="7.5" fill="#f4d9a0" stroke="#2b2430" strokeWidth="6" />,
  'Green pepper': (
    <path d="M-13 5q0-15 13-15T13 5" fill="none" stroke="#3f8f3a" strokeWidth="5.5" strokeLinecap="round" />
  ),
  'Fresh garlic': <path d="M-6 7q-3-11 6-14 9 3 6 14-6 3-12 0z" fill="#fbf6e6" stroke="#cdbb8c" strokeWidth="1.5" />,
}
