/** A static page: where it comes from, and how the edge serves it. */
export interface Page {
  /** Begins the names of its bundled files. */
  name: string
  /** Address on the edge. */
  address: string
  /** File in the folder of assets; the asset layer serves `console.html` at `/console`. */
  file: string
  /** Source, from the project's root. */
  html: string
  /** Scripts and styles that the HTML loads, each by `/` and this path. */
  entries: readonly string[]
}

/** Every page that there is. */
export const PAGES: readonly Page[] = [
  {
    name: 'home',
    address: '/',
    file: 'index.html',
    html: 'assets/index.html',
    entries: ['assets/style.css'],
  },
  {
    name: 'console',
    address: '/console',
    file: 'console.html',
    html: 'console/index.html',
    entries: ['console/main.tsx', 'console/style.css'],
  },
  {
    name: 'reference',
    address: '/reference',
    file: 'reference.html',
    html: 'reference/index.html',
    entries: ['reference/main.tsx', 'reference/style.css'],
  },
]
