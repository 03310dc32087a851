import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { ROOT } from './build.ts'
import type { Answer } from './http-client.ts'

type Json = Record<string, unknown>
type Responses = Record<string, Json>

interface Operation extends Json {
  responses: Responses
}

/** An answer, and the request that it is to. */
export interface AnsweredRequest {
  method: string
  url: string
  answer: Answer
  /** Whether the API behind answers what it documents: else its bodies and redirections pass as they come. */
  isDocumented: boolean
}

const DOCUMENT = JSON.parse(readFileSync(join(ROOT, 'openapi/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, Json>>
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(DOCUMENT as never, 'edge')

const validators = new Map<string, ValidateFunction>()

/**
 * Returns in what an answer is not what the description says: its status, its type, its body, the headers that it
 * has to have, and those of the edge that it has and should not.
 */
export function describedFaults({ method, url, answer, isDocumented }: AnsweredRequest): string[] {
  if (method === 'OPTIONS') return []
  const { pathname, searchParams } = new URL(url)
  const path = pathname.startsWith('/api/v1') ? pathname.slice('/api'.length) : pathname
  const found = findOperation(method === 'HEAD' ? 'GET' : method, path)
  if (!found) return answer.status < 400 ? [] : faultsIn(PROBLEM, '/components/responses/Problem')
  const { operation, pointer } = found
  const status = statusIn(operation.responses, answer.status)
  if (status === undefined) {
    const passes = '2XX' in operation.responses || (!isDocumented && answer.status < 400)
    return passes ? [] : [`${method} ${path}: no status ${answer.status}`]
  }
  const response = operation.responses[status] ?? {}
  const at =
    typeof response.$ref === 'string' ? response.$ref.slice(1) : `${pointer}/responses/${status}`
  return faultsIn(deref(response), at)

  function faultsIn(response: Json, at: string): string[] {
    const place = `${method} ${path} ${answer.status}`
    const bodies = isDocumented ? bodyFaults(response, at, method, answer) : []
    const isWhole = path === '/v1/sessions' && !searchParams.has('fields') && isDocumented
    const rows = isWhole && method === 'GET' && answer.status === 200 ? rowFaults(answer) : []
    return [...headerFaults(response, answer), ...bodies, ...rows].map(
      (fault) => `${place}: ${fault}`,
    )
  }
}

const PROBLEM = DOCUMENT.components.responses?.Problem ?? {}

/** Headers that only the edge has: on an answer whose description lacks them they are not described. */
const OWN_HEADERS = ['Cache-Status', 'Server-Timing', 'Preference-Applied', 'Everruns-Edge-Written']

function headerFaults(response: Json, { headers }: Answer): string[] {
  const described = (response.headers ?? {}) as Record<string, Json>
  const missing = Object.entries(described)
    .filter(([name, header]) => deref(header).required === true && !headers.has(name))
    .map(([name]) => `no ${name}`)
  const more = OWN_HEADERS.filter((name) => headers.has(name) && !(name in described))
  return [...missing, ...more.map((name) => `${name} is not described`)]
}

function bodyFaults(
  response: Json,
  at: string,
  method: string,
  { headers, text }: Answer,
): string[] {
  const content = response.content as Record<string, Json> | undefined
  if (method === 'HEAD') return []
  if (text === '') return content && '*/*' in content ? [] : emptyFaults(content, at)
  const type = headers.get('content-type')?.split(';')[0]?.trim() ?? 'no type'
  if (!content) return [`a body of ${type}, where none is described`]
  const media = [type, `${type.split('/')[0]}/*`, '*/*'].find((one) => one in content)
  if (!media) return [`a body of ${type}, not ${Object.keys(content).join(' or ')}`]
  if (content[media]?.schema === undefined) return []
  const validate = validatorOf(`${at}/content/${pointerStep(media)}/schema`)
  const values = media === 'application/x-ndjson' ? text.trim().split('\n') : [text]
  if (!/json/.test(media)) return []
  return values.flatMap((value) => schemaFaults(validate, value))
}

/** What the description says in words alone: without `fields` every row of a page is a whole session. */
function rowFaults({ headers, text }: Answer): string[] {
  if (headers.get('content-type') !== 'application/json') return []
  const validate = validatorOf('/components/schemas/Session')
  const { data = [] } = JSON.parse(text) as { data?: unknown[] }
  return data.flatMap((row) => schemaFaults(validate, JSON.stringify(row)))
}

/** An answer of the API without a body is forwarded as it is; the edge's own have one where one is described. */
function emptyFaults(content: Json | undefined, at: string): string[] {
  return content && !at.endsWith('/Forwarded') ? ['no body'] : []
}

function schemaFaults(validate: ValidateFunction, text: string): string[] {
  try {
    if (validate(JSON.parse(text))) return []
  } catch {
    return ['no JSON']
  }
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

function validatorOf(pointer: string): ValidateFunction {
  const known = validators.get(pointer)
  if (known) return known
  const made = ajv.compile({ $ref: `edge#${encodeURI(pointer)}` })
  validators.set(pointer, made)
  return made
}

function statusIn(responses: Responses, status: number): string | undefined {
  const names = [String(status), `${Math.floor(status / 100)}XX`]
  return names.find((name) => name in responses) ?? (status >= 400 ? 'default' : undefined)
}

function deref(value: Json): Json {
  if (typeof value.$ref !== 'string') return value
  const steps = value.$ref.slice('#/'.length).split('/')
  return steps.reduce<Json>((at, step) => (at[step] ?? {}) as Json, DOCUMENT as unknown as Json)
}

/** The operation whose template fits with the most literal segments; a path at a template's end takes what is left. */
function findOperation(
  method: string,
  path: string,
): { operation: Operation; pointer: string } | undefined {
  const fitting = Object.entries(DOCUMENT.paths).flatMap(([template, item]) => {
    const operation = item[method.toLowerCase()]
    const literals = literalsOf(template.split('/'), path.split('/'))
    return operation && literals !== undefined ? [{ template, operation, literals }] : []
  })
  const best = fitting.toSorted((a, b) => b.literals - a.literals)[0]
  if (!best) return undefined
  const pointer = `/paths/${pointerStep(best.template)}/${method.toLowerCase()}`
  return { operation: best.operation, pointer }
}

function literalsOf(template: string[], path: string[]): number | undefined {
  const isOpen = template.at(-1) === '{path}'
  if (isOpen ? path.length < template.length : path.length !== template.length) return undefined
  const fits = template.every((part, at) => part.startsWith('{') || part === path[at])
  return fits ? template.filter((part) => !part.startsWith('{')).length : undefined
}

/** RFC 6901 section 3. */
function pointerStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}
