/** A Worker as a single module. */
export interface WorkerSource {
  name: string
  script: string
  bindings: Readonly<Record<string, string>>
  /** Whether `CACHE` is bound. */
  hasKv: boolean
}

/** What all Workers of a runtime have in common. */
export interface RuntimeFlags {
  compatibilityDate: string
  compatibilityFlags: readonly string[]
  v8Flags: readonly string[]
  /** `host:port` of KV and the location's cache; undefined where they are to have nothing. */
  stores: string | undefined
}

/** Stores that never have anything: what the bench measures is answered from memory, or not stored. */
const EMPTY_STORES = `export default {
  fetch: ({ method, url }) => {
    const missing = new URL(url).searchParams.has('urlencoded') ? 404 : 504
    return new Response(null, { status: method === 'GET' ? missing : 204 })
  },
}`

/** Cap'n Proto text of a workerd that runs some Workers, each on its port. Their scripts lie beside it as `<name>.js`. */
export function workerdConfig(
  workers: readonly WorkerSource[],
  ports: readonly number[],
  { compatibilityDate, compatibilityFlags, v8Flags, stores }: RuntimeFlags,
): string {
  const compatibility = `compatibilityDate = ${quote(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map(quote).join(', ')}]`
  const services = workers.map(({ name }) => `(name = ${quote(name)}, worker = .${name}Worker)`)
  const sockets = workers.map(
    ({ name }, index) =>
      `(name = ${quote(name)}, address = "127.0.0.1:${ports[index]}", http = (), service = ${quote(name)})`,
  )
  const definitions = workers.map(
    (worker) => `const ${worker.name}Worker :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed ${quote(`${worker.name}.js`)})],
  ${compatibility},
  cacheApiOutbound = "stores",
  bindings = [${bindings(worker).join(', ')}]
);`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = [${v8Flags.map(quote).join(', ')}],
  services = [
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "stores", ${stores ? `external = (address = ${quote(stores)}, http = ())` : 'worker = .storesWorker'}),
    ${services.join(',\n    ')}
  ],
  sockets = [
    ${sockets.join(',\n    ')}
  ]
);
const storesWorker :Workerd.Worker = (
  modules = [(name = "index.js", esModule = ${quote(EMPTY_STORES)})],
  ${compatibility}
);
${definitions.join('\n')}
`
}

function bindings({ bindings, hasKv }: WorkerSource): string[] {
  const vars = Object.entries(bindings).map(
    ([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`,
  )
  return hasKv ? ['(name = "CACHE", kvNamespace = "stores")', ...vars] : vars
}

/** A Cap'n Proto string has JSON's escapes. */
const quote = (text: string) => JSON.stringify(text)
