import * as z from 'zod/mini'
import { documented } from '../../openapi/shapes/documented.ts'
import { compareSchemas } from './comparison.ts'
import { type Description, isObject, type Json } from './description.ts'
import { applyExceptions, type Exception } from './exceptions.ts'
import { breaks, type Finding, notice } from './finding.ts'
import { findOperation, type Operation, type Parameter } from './operation.ts'
import type { Route } from './routes.ts'
import { readShape } from './shape.ts'

/** Everything in which a description differs from what the edge relies on. */
export function findDrift(
  description: Description,
  routes: readonly Route[],
  exceptions: readonly Exception[],
): Finding[] {
  const findings = routes.flatMap((route) => compareRoute(description, route))
  return applyExceptions(findings, exceptions)
}

/** The edge's schema as JSON Schema, with what it documents merged in. */
export function edgeSchema(schema: z.ZodMiniType): Json {
  return z.toJSONSchema(schema, { metadata: documented, unrepresentable: 'any' }) as Json
}

function compareRoute(description: Description, route: Route): Finding[] {
  const place = `${route.method}:${route.path}`
  const operation = findOperation(description, route.method, route.path)
  if (!operation) return [breaks(place, 'route-gone', 'is gone, the edge relies on it')]
  return [
    ...compareParameters(description, place, route, operation),
    ...compareBody(description, place, route, operation),
  ]
}

function compareBody(
  description: Description,
  place: string,
  route: Route,
  { success }: Operation,
): Finding[] {
  if (success === undefined) {
    return [breaks(`${place}#body`, 'answer-gone', 'has no JSON schema for a 200')]
  }
  const schema = edgeSchema(route.body)
  const edge = { root: schema, schema }
  return compareSchemas(`${place}#body`, edge, { root: description, schema: success })
}

function compareParameters(
  description: Description,
  place: string,
  route: Route,
  { parameters, needsBody }: Operation,
): Finding[] {
  const at = (name: string) => `${place}#parameters/query/${name}`
  const query = (name: string) => parameters.find((one) => one.in === 'query' && one.name === name)
  const sent = Object.entries(route.sends).flatMap(([name, { greatest }]) => {
    const parameter = query(name)
    if (!parameter) return [breaks(at(name), 'parameter-gone', 'is gone, the edge sends it')]
    return compareSent(description, at(name), parameter, greatest)
  })
  const gone = route.passes.filter((name) => !query(name))
  return [
    ...sent,
    ...gone.map((name) => notice(at(name), 'parameter-gone', 'is gone, callers may still send it')),
    ...parameters.filter(({ required }) => required).map((one) => requiredNow(place, one)),
    ...(needsBody
      ? [
          breaks(
            `${place}#parameters/body`,
            'parameter-required',
            'is required, the edge sends none',
          ),
        ]
      : []),
  ]
}

/** A parameter is written by the edge, so here the description must take at least what the edge sends. */
function compareSent(
  description: Description,
  place: string,
  { schema }: Parameter,
  greatest: number,
): Finding[] {
  const shape = readShape(description, schema)
  if (!shape) return [breaks(place, 'reference', 'refers to a schema that is not there')]
  if (!shape.types.has('integer')) {
    const types = [...shape.types].join(' or ') || 'nothing'
    return [breaks(place, 'parameter-type', `is ${types}, the edge sends an integer`)]
  }
  const maximum = isObject(schema) ? schema.maximum : undefined
  if (typeof maximum !== 'number' || maximum >= greatest) return []
  return [
    breaks(place, 'parameter-type', `is at most ${maximum}, the edge sends up to ${greatest}`),
  ]
}

function requiredNow(place: string, parameter: Parameter): Finding {
  const where = `${place}#parameters/${parameter.in}/${parameter.name}`
  return breaks(where, 'parameter-required', 'is required, callers of the edge may leave it out')
}
