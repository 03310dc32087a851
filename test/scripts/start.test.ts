import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { USERS } from '../../sample/callers.ts'
import { choosePort, UnusablePort } from '../../scripts/start/port.ts'
import { ROOT } from '../support/build.ts'

/** wrangler takes seconds to start, and more on a machine that is busy. */
const START_MS = 120_000

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** Listens on a port until the test is over; the port. */
async function occupy(host: string): Promise<number> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, host, resolve))
  cleanups.push(() => server.close())
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** `npm start`, what it has printed so far, and its end. */
function startNpm(args: readonly string[]) {
  const child: ChildProcess = spawn('npm', ['start', '--', ...args], { cwd: ROOT, detached: true })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8')
    })
  }
  const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve))
  cleanups.push(
    () => child.kill('SIGTERM'),
    () => ended,
  )
  return { child, ended, printed: () => printed }
}

async function until(isDone: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (let waits = 0; waits < START_MS / 100; waits++) {
    if (await isDone()) return
    await new Promise((resolve) => void setTimeout(resolve, 100))
  }
  throw new Error(what())
}

async function isAnswering(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.body?.cancel().then(() => true) ?? true,
    () => false,
  )
}

describe('the port of npm start', () => {
  it('is 8787 or the one that was asked for, and the rest goes on to wrangler', async () => {
    const { port, others } = await choosePort(['--ip', '::', '--port', '0', '--var', 'A:1'])
    expect(port).toBeGreaterThan(1_023)
    expect(others).toEqual(['--ip', '::', '--var', 'A:1'])
    expect(await choosePort([`--port=${port}`])).toEqual({ port, others: [] })
  })

  it.each(['127.0.0.1', '::1'])('is refused while another process has it on %s', async (host) => {
    const port = await occupy(host)
    await expect(choosePort(['--port', String(port)])).rejects.toThrow(
      `Port ${port} is taken by another process`,
    )
  })

  it.each([['--port'], ['--port='], ['--port', 'x'], ['--port', '-1'], ['--port', '70000']])(
    'is refused when it is none: %s %s',
    async (...args) => {
      await expect(choosePort(args.filter(Boolean))).rejects.toThrow(UnusablePort)
    },
  )
})

describe('npm start', () => {
  it('says that its port is taken, and ends with 1', async () => {
    const port = await occupy('127.0.0.1')
    const { ended, printed } = startNpm(['--port', String(port)])
    expect(await ended).toBe(1)
    expect(printed()).toContain(`npm start -- --port ${port + 1}`)
    expect(printed()).not.toContain('Ready')
  })

  it('prints where everything is and whose the tokens are, and leaves nothing when it is ended', {
    timeout: START_MS,
  }, async () => {
    const { child, ended, printed } = startNpm(['--port', '0', '--inspector-port', '0'])
    await until(() => printed().includes('/v1/auth/callback'), printed)
    const [, edge = ''] = /Edge +(\S+)/.exec(printed()) ?? []
    const [, sample = ''] = /Sample API +(\S+)/.exec(printed()) ?? []
    for (const { pat } of Object.values(USERS)) expect(printed()).toContain(pat)
    expect(printed()).not.toMatch(/Unable to fetch|EBADENGINE|update available/)
    const headers = { authorization: USERS.ada.pat }
    expect((await fetch(`${edge}/v1/harnesses/support-triage`, { headers })).status).toBe(200)
    const before = await (await fetch(`${sample}/v1/sessions?limit=1`, { headers })).text()
    expect(JSON.parse(before)).toHaveProperty('total')
    const [newest] = (JSON.parse(before) as { data: { created_at: string }[] }).data
    const ageMs = Date.now() - Date.parse(newest?.created_at ?? '')
    expect(ageMs).toBeLessThan(6 * 3_600_000)
    child.kill('SIGTERM')
    await ended
    const isGone = async () => !(await isAnswering(edge)) && !(await isAnswering(sample))
    await until(isGone, () => 'something still answers')
  })

  it('says which variable is broken, and ends with 1', { timeout: START_MS }, async () => {
    const broken = ['--var', 'STATS_FRESH_SECONDS:soon']
    const { ended, printed } = startNpm(['--port', '0', '--inspector-port', '0', ...broken])
    expect(await ended).toBe(1)
    expect(printed()).toMatch(/refuses its configuration: STATS_FRESH_SECONDS must be/)
  })
})

describe('a Node that is too old for the scripts', () => {
  const run = (version: string) => {
    const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`
    const args = ['--import', pretend, join(ROOT, 'scripts/check-node.js')]
    return new Promise<{ code: number; said: string }>((resolve) => {
      execFile(process.execPath, args, (error, _stdout, said) =>
        resolve({ code: Number(error?.code ?? 0), said }),
      )
    })
  }

  it.each(['18.20.0', '20.20.2', '22.17.1'])('is told from %s', async (version) => {
    const { code, said } = await run(version)
    expect(code).toBe(1)
    expect(said).toContain(`Node ${version}`)
    expect(said).toContain('npm ci')
  })

  it.each(['22.18.0', '24.21.0', '26.0.0'])('is not %s', async (version) => {
    expect(await run(version)).toEqual({ code: 0, said: '' })
  })
})
