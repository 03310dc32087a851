import { signal } from '@preact/signals'
import { looksLikeToken } from '../credential.ts'
import { formatRoute, parseRoute, type Route } from '../route.ts'

/** The view that the address stands for. */
export const route = signal<Route>(readAddress())

/** Starts to follow the address: links, back, forward, and what is typed. */
export function followAddress(): void {
  window.addEventListener('hashchange', () => {
    route.value = readAddress()
  })
}

/** Goes to a view; the back button leads back. */
export function go(to: Route): void {
  location.hash = formatRoute(to)
}

/** Changes what the address says of the view without a step for the back button: filters while they are typed. */
export function amendAddress(to: Route): void {
  history.replaceState(null, '', formatRoute(to))
  route.value = to
}

/** A token that somebody pasted into the address is taken out before anything remembers it. */
function readAddress(): Route {
  const { hash } = location
  if (looksLikeToken(decodeLoosely(hash + location.search))) {
    history.replaceState(null, '', `${location.pathname}#/harnesses`)
    return { view: 'harnesses' }
  }
  return parseRoute(hash)
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
