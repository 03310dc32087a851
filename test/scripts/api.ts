import * as z from 'zod/mini'
import { decidedEnum, integer, openEnum } from '../../openapi/shapes/documented.ts'
import { type Json, parseDescription } from '../../scripts/contract/description.ts'
import { edgeSchema, findDrift } from '../../scripts/contract/drift.ts'
import type { Exception } from '../../scripts/contract/exceptions.ts'
import { report } from '../../scripts/contract/finding.ts'
import type { Route } from '../../scripts/contract/routes.ts'

/** What JSON can hold, to be changed in place by a test. */
// biome-ignore lint/suspicious/noExplicitAny: a mutation reaches into untyped JSON
export type Mutable = any

const lamp = z.looseObject({
  id: z.string(),
  state: decidedEnum(['on', 'off']),
  colour: openEnum(['red', 'green']),
  watts: integer,
  price: z.nullish(z.number()),
  note: z.nullish(z.string()),
  labels: z.nullish(z.record(z.string(), z.string())),
  extras: z.nullish(z.array(z.looseObject({}))),
})

/** Made-up routes with one of everything that the comparison looks at. */
export const LAMP_ROUTES: readonly Route[] = [
  { method: 'get', path: '/v1/lamps/{lamp}', body: lamp, sends: {}, passes: [] },
  {
    method: 'get',
    path: '/v1/lamps',
    body: z.looseObject({ data: z.array(lamp) }),
    sends: { limit: { greatest: 100 } },
    passes: ['room'],
  },
]

/** A description that fits `LAMP_ROUTES`, written in every way that a schema can be written in. */
export function lampDescription(): Mutable {
  return {
    openapi: '3.1.0',
    paths: {
      '/v1/lamps/{lamp_id}': {
        parameters: [{ name: 'lamp_id', in: 'path', required: true }],
        get: {
          parameters: [{ name: 'Authorization', in: 'header', required: true }],
          responses: { 200: { $ref: '#/components/responses/Lamp' } },
        },
      },
      '/v1/lamps': {
        get: {
          parameters: [
            { $ref: '#/components/parameters/limit' },
            { name: 'room', in: 'query', schema: { type: ['string', 'null'] } },
          ],
          responses: {
            200: {
              content: {
                'application/json; charset=utf-8': {
                  schema: {
                    type: 'object',
                    required: ['data'],
                    properties: { data: { type: 'array', items: ref('Lamp') } },
                  },
                },
              },
            },
          },
        },
      },
    },
    components: {
      parameters: {
        limit: {
          name: 'limit',
          in: 'query',
          schema: { type: ['integer', 'null'], maximum: 100 },
        },
      },
      responses: { Lamp: { content: { 'application/json': { schema: ref('Lamp') } } } },
      schemas: {
        Lamp: {
          allOf: [
            {
              type: 'object',
              required: ['id', 'state', 'colour'],
              properties: {
                id: { type: 'string' },
                state: ref('State'),
                colour: { oneOf: [{ const: 'red' }, { const: 'green' }] },
                note: { type: 'string', nullable: true },
              },
            },
            {
              type: 'object',
              required: ['watts'],
              properties: {
                watts: { type: 'integer', format: 'int64' },
                price: { anyOf: [{ type: 'number' }, { type: 'null' }] },
                labels: { type: 'object', additionalProperties: { type: 'string' } },
                extras: { type: 'array', items: { type: 'object', required: ['unseen'] } },
                unseen: { type: 'boolean' },
              },
            },
          ],
        },
        State: { type: 'string', enum: ['on', 'off'] },
      },
    },
  }
}

/** A description made of the edge's own schemas, which therefore fits them. */
export function describeRoutes(routes: readonly Route[]): Mutable {
  const paths = routes.map((route) => [route.path, { [route.method]: describeRoute(route) }])
  return { openapi: '3.1.0', paths: Object.fromEntries(paths) }
}

/** Where the two lamp routes stand in a finding. */
export const ONE = 'get:/v1/lamps/{lamp}'
export const LIST = 'get:/v1/lamps'

/** The lines of findings about a description of `LAMP_ROUTES`. */
export function drift(description: Json, exceptions: readonly Exception[] = []): string[] {
  const parsed = parseDescription(JSON.stringify(description))
  return report(findDrift(parsed, LAMP_ROUTES, exceptions))
    .split('\n')
    .slice(0, -1)
}

/** The lines of findings after one change to a description that fits. */
export function mutated(mutate: (description: Mutable) => void): string[] {
  const description = lampDescription()
  mutate(description)
  return drift(description)
}

/** The same finding where a lamp stands alone and where it stands in the list. */
export function twice(severity: string, pointer: string, what: string): string[] {
  return [
    `${severity} ${LIST}#body/data/*${pointer} ${what}`,
    `${severity} ${ONE}#body${pointer} ${what}`,
  ]
}

function describeRoute({ body, sends, passes }: Route): Json {
  const names = [...Object.keys(sends), ...passes]
  return {
    parameters: names.map((name) => ({ name, in: 'query', schema: { type: 'integer' } })),
    responses: { 200: { content: { 'application/json': { schema: edgeSchema(body) } } } },
  }
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` }
}
