/**
 * `npm run smoke -- https://edge.example`: asks a deployed edge what a user would, and says what is wrong.
 *
 *     --token TOKEN    a credential of the API; SMOKE_TOKEN in the environment does the same, and is in no process list
 *     --org ORG        the organisation, where the credential belongs to several
 *     --origin ORIGIN  an origin of ALLOWED_ORIGINS, whose preflight must be answered
 *     --version X      the release that must answer; this checkout's by default, `any` for whichever
 *     --wait SECONDS   how long that release may take to appear (30)
 *
 * Exits with 1 if anything failed. The token is never printed.
 */
import { parseArgs } from 'node:util'
import packageJson from '../package.json' with { type: 'json' }
import { type SmokeOptions, smoke } from './smoke/checks.ts'

const USAGE =
  'npm run smoke -- https://edge.example [--token TOKEN] [--org ORG] [--origin ORIGIN] [--version X] [--wait SECONDS]'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

const text = { type: 'string' } as const

/** The options, or a sentence that says what is wrong with them; it repeats no value, which may be a token. */
function readOptions(): SmokeOptions | string {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse()
  } catch {
    return `An option is not known or lacks its value. ${USAGE}`
  }
  const { values, positionals } = parsed
  const [address, ...others] = positionals
  if (!address || others.length > 0) return `It needs one address. ${USAGE}`
  if (!URL.canParse(address))
    return `The address must be a URL such as https://edge.example. ${USAGE}`
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol) || url.username || url.search) {
    return `The address must be a http(s) URL without credentials or query. ${USAGE}`
  }
  const token = values.token ?? process.env.SMOKE_TOKEN
  if (token !== undefined && !/^[\x21-\x7e][\x20-\x7e]*$/.test(token)) {
    return 'The token is empty or holds characters that no header takes.'
  }
  if (token && url.protocol === 'http:' && !LOOPBACK.includes(url.hostname)) {
    return 'A token is sent over https only.'
  }
  const waitSeconds = Number(values.wait)
  if (!Number.isFinite(waitSeconds) || waitSeconds < 0) return `--wait takes seconds. ${USAGE}`
  return {
    base: address.replace(/\/+$/, ''),
    token: token || undefined,
    org: values.org,
    origin: values.origin,
    version: values.version,
    waitMs: waitSeconds * 1_000,
  }
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      token: text,
      org: text,
      origin: text,
      version: { ...text, default: packageJson.version },
      wait: { ...text, default: '30' },
    },
  })
}

const options = readOptions()
if (typeof options === 'string') {
  console.error(options)
  process.exitCode = 1
} else {
  const { token } = options
  const say = (line: string) => console.log(token ? line.replaceAll(token, '[token]') : line)
  process.exitCode = (await smoke(options, say)) ? 0 : 1
}
