import { computed, signal } from '@preact/signals'
import { type Description, groupsOf, search } from './description.ts'

/** The description, once it is there. */
export const description = signal<Description | undefined>(undefined)

/** Why there is none. */
export const failure = signal('')

/** What the search field holds. */
export const searched = signal('')

/** ID of the operation that is shown; empty for the first page. */
export const shown = signal(location.hash.slice(1))

/** In memory only: nothing outlives the page. */
export const token = signal('')

/** ID of the organisation. */
export const org = signal('')

/** Operations by family. */
export const groups = computed(() => (description.value ? groupsOf(description.value) : []))

/** Those that the search finds. */
export const found = computed(() => search(groups.value, searched.value))

/** The operation that is shown. */
export const operation = computed(() =>
  groups.value.flatMap(({ operations }) => operations).find(({ id }) => id === shown.value),
)

addEventListener('hashchange', () => {
  shown.value = location.hash.slice(1)
})

/** Reads the description from the edge that serves the page. */
export async function load(): Promise<void> {
  failure.value = ''
  try {
    const response = await fetch('/openapi.json')
    if (!response.ok) throw new Error(`the edge answered ${response.status}`)
    description.value = await response.json()
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error)
  }
}
