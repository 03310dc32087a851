/** A JSON object of the description. */
export type Json = { [name: string]: unknown }

/** Makes a reference to a component of the description. */
export const component = (kind: string, name: string): Json => ({
  $ref: `#/components/${kind}/${name}`,
})

/** Makes a reference to a schema. */
export const schema = (name: string): Json => component('schemas', name)

/** Makes a JSON body, or an answer's, of a schema. */
export const json = (of: Json): Json => ({ 'application/json': { schema: of } })
