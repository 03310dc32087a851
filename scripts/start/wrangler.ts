import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** How long wrangler may take to end by itself. */
const STOP_MS = 5_000

/** What wrangler asks the network for at its start, and does not need. */
const QUIET = {
  // Where in the world a request came from: the placeholder will do.
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
}

/** A `wrangler dev` that runs. */
export interface RunningWrangler {
  /** Origin of the edge once it answers; undefined where wrangler ended before. */
  ready: Promise<string | undefined>
  /** Resolves with its exit code. */
  ended: Promise<number>
  /** Ends it and all that it started; resolves when nothing of it is left. */
  stop(): Promise<void>
  /** Ends all of it at once, without asking. */
  kill(): void
}

/** Starts `wrangler dev` in a process group of its own, so that it can be ended with its workerd. */
export function createWrangler(root: string, args: readonly string[]): RunningWrangler {
  // Not bin/wrangler.js: that is a process more, which passes on signals and not its own end.
  const cli = join(root, 'node_modules/wrangler/wrangler-dist/cli.js')
  const quiet = ['--show-interactive-dev-session=false']
  const child = spawn(process.execPath, ['--no-warnings', cli, 'dev', ...quiet, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...QUIET, ...process.env },
  })
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1))
    child.once('error', () => resolve(1))
  })
  return {
    ended,
    kill: () => signalGroup(child, 'SIGKILL'),
    ready: Promise.race([readReady(child), ended.then(() => undefined)]),
    async stop() {
      signalGroup(child, 'SIGTERM')
      const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_MS)
      await ended
      clearTimeout(patience)
      // What outlives it would keep the port.
      signalGroup(child, 'SIGKILL')
    },
  }
}

/** wrangler tells a parent with a channel where it listens. */
function readReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      const told = parse(message)
      if (told.event === 'DEV_SERVER_READY') resolve(`http://localhost:${told.port}`)
    })
  })
}

function parse(message: unknown): { event?: string; port?: number } {
  try {
    return JSON.parse(String(message))
  } catch {
    return {}
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // Nothing of the group is left.
  }
}
