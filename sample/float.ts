/** JSON.rawJSON where the platform's types do not know it yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

/**
 * A floating-point number as upstream writes it: whole ones with `.0`, which JSON.stringify would
 * drop.
 */
export function float(value: number): unknown {
  return Number.isInteger(value) ? rawJSON(`${value}.0`) : value
}

/** The same for one that may be absent. */
export function optionalFloat(value: number | undefined): unknown {
  return value === undefined ? undefined : float(value)
}
