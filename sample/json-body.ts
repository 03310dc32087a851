import type { Content } from './model.ts'
import { Answer, plain } from './problem.ts'

/** The limit for JSON bodies: 2 MiB. */
export const JSON_BODY_MAX_BYTES = 2 * 1024 * 1024

/** What a member of a request body must be; all of them may be null or missing unless required. */
export type MemberType = 'string' | 'number' | 'boolean' | 'array' | 'object'

/** Shape of a request body. */
export interface BodyShape {
  required?: readonly string[]
  members: Record<string, MemberType>
}

const WRONG_TYPE = 'Failed to deserialize the JSON body into the target type'

/** Reads a JSON body as the extractor does: 413, 415, 400 and 422, each in text/plain. */
export async function readJson(request: Request, shape: BodyShape): Promise<Content> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    reject(415, 'Expected request with `Content-Type: application/json`')
  }
  const value = parse(await readLimited(request))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reject(422, `${WRONG_TYPE}: expected an object`)
  }
  const body = value as Content
  checkShape(body, shape)
  return body
}

async function readLimited(request: Request): Promise<string> {
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength > JSON_BODY_MAX_BYTES) {
    reject(413, 'Failed to buffer the request body: length limit exceeded')
  }
  return new TextDecoder().decode(bytes)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return reject(
      400,
      'Failed to parse the request body as JSON: expected value at line 1 column 1',
    )
  }
}

function checkShape(body: Content, shape: BodyShape): void {
  for (const name of shape.required ?? []) {
    if (body[name] === undefined) {
      reject(422, `${WRONG_TYPE}: missing field \`${name}\``)
    }
  }
  for (const [name, expected] of Object.entries(shape.members)) {
    const value = body[name]
    if (value === undefined || (value === null && !shape.required?.includes(name))) continue
    const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
    if (actual !== expected) {
      reject(422, `${WRONG_TYPE}: ${name}: invalid type: ${actual}, expected ${expected}`)
    }
  }
}

function reject(status: number, text: string): never {
  throw new Answer(plain(status, text))
}
