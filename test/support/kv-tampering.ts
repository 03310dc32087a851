/** A value of KV with what stands beside it. */
export interface KvValue {
  name: string
  body: ArrayBuffer
  metadata: Record<string, unknown>
}

/** Everything under a prefix. */
export async function valuesOf(kv: KVNamespace, prefix: string): Promise<KvValue[]> {
  const { keys } = await kv.list({ prefix })
  return Promise.all(
    keys.map(async ({ name }) => {
      const { value, metadata } = await kv.getWithMetadata(name, 'arrayBuffer')
      return { name, body: value ?? new ArrayBuffer(0), metadata: metadata as KvValue['metadata'] }
    }),
  )
}

/** Empties a namespace. */
export async function clear(kv: KVNamespace): Promise<void> {
  const { keys } = await kv.list()
  for (const { name } of keys) await kv.delete(name)
}

/** Writes a value as it stands, under any key. */
export async function plant(
  kv: KVNamespace,
  { name, body, metadata }: KvValue,
  change: Partial<KvValue> = {},
): Promise<void> {
  const { name: key, body: bytes, metadata: beside } = { name, body, metadata, ...change }
  await kv.put(key, bytes, { metadata: beside, expirationTtl: 3_600 })
}

/** A body with the digest that an honest writer would have put beside it. */
export async function sealed(
  value: KvValue,
  text: string,
): Promise<Pick<KvValue, 'body' | 'metadata'>> {
  const bytes = new TextEncoder().encode(text)
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64url')
  return { body: bytes.buffer as ArrayBuffer, metadata: { ...value.metadata, etag: `"${digest}"` } }
}

/** A value's text. */
export function textOf({ body }: KvValue): string {
  return new TextDecoder().decode(body)
}
