import type { paths } from './schema.ts'

/** Methods that a client has. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Paths of the description that answer a method. */
export type PathsWith<M extends Method> = {
  [Path in keyof paths]: paths[Path] extends { [Name in M]: object } ? Path : never
}[keyof paths]

/** The operation of a method and path. */
export type Operation<Path extends keyof paths, M extends Method> = paths[Path] extends {
  [Name in M]: infer Found
}
  ? Found
  : never

type RequiredKeys<T> = {
  [Key in keyof T]-?: object extends Pick<T, Key> ? never : Key
}[keyof T]

type Optional<Name extends string, T> = [RequiredKeys<T>] extends [never]
  ? { [Key in Name]?: T }
  : { [Key in Name]: T }

type ParamsOf<Op> = Op extends { parameters: infer Parameters }
  ? Optional<'params', Parameters>
  : object

/** What is no JSON is sent as it is. */
export type RawBody = Blob | ArrayBuffer | FormData | URLSearchParams | ReadableStream

type ContentOf<T> = T extends { content: infer Content } ? Content : never

/** JSON where there is any, else whatever else there is. */
type MediaOf<Content> = Content extends { 'application/json': infer Json }
  ? Json
  : Content[keyof Content]

type BodyOf<Op> = Op extends { requestBody: infer Body }
  ? { body: MediaOf<ContentOf<Body>> | RawBody }
  : Op extends { requestBody?: infer Body }
    ? [NonNullable<Body>] extends [never]
      ? { body?: never }
      : { body?: MediaOf<ContentOf<NonNullable<Body>>> | RawBody }
    : { body?: never }

/** How an answer's body is read, other than by its type: JSON, a stream of events, or else text. */
export type ParseAs = 'text' | 'blob' | 'arrayBuffer' | 'stream'

/** What a call may be given. */
export type CallOptions<Op, As extends ParseAs | 'type'> = ParamsOf<Op> &
  BodyOf<Op> &
  Omit<RequestInit, 'body' | 'headers' | 'method'> & {
    headers?: Record<string, string>
    parseAs?: As
  }

type SuccessOf<Responses> = {
  [Status in keyof Responses]: Status extends 200 | 201 | 202 | 204 | 206 | '2XX'
    ? Responses[Status] extends { content: infer Content }
      ? MediaOf<Content>
      : undefined
    : never
}[keyof Responses]

interface Parsed {
  text: string
  blob: Blob
  arrayBuffer: ArrayBuffer
  stream: ReadableStream<Uint8Array>
}

/** What an operation brings where it succeeds. */
export type DataOf<Op, As> = As extends ParseAs
  ? Parsed[As]
  : Op extends { responses: infer Responses }
    ? SuccessOf<Responses>
    : never

/** The arguments behind the path: none are needed where nothing is. */
export type Rest<Op, As extends ParseAs | 'type'> = [RequiredKeys<CallOptions<Op, As>>] extends [
  never,
]
  ? [options?: CallOptions<Op, As>]
  : [options: CallOptions<Op, As>]
