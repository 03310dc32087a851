import { createServer } from 'node:net'

/** Where wrangler listens by default. */
export const DEFAULT_PORT = 8787
const PORT_MAX = 65_535
/** `localhost` is both: another process on either would get some of the requests. */
const LOOPBACK = ['127.0.0.1', '::1']

/** A port that cannot be listened on; the message says what to do. */
export class UnusablePort extends Error {}

/**
 * Takes `--port` out of the arguments and makes sure that it can be listened on.
 *
 * @throws UnusablePort where the port is taken or is none
 */
export async function choosePort(
  args: readonly string[],
): Promise<{ port: number; others: string[] }> {
  const others = [...args]
  let text = String(DEFAULT_PORT)
  const at = others.findIndex((argument) => /^--port(?:=|$)/.test(argument))
  if (at >= 0) {
    const [argument = '', next = ''] = others.slice(at, at + 2)
    const isApart = argument === '--port'
    text = isApart ? next : argument.slice('--port='.length)
    others.splice(at, isApart ? 2 : 1)
  }
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > PORT_MAX) {
    throw new UnusablePort(`--port takes a number from 0 to ${PORT_MAX}: npm start -- --port 8788`)
  }
  if (port === 0) return { port: await findFreePort(), others }
  for (const host of LOOPBACK) {
    const refusal = await listen(port, host).catch((error: NodeJS.ErrnoException) => error)
    // A machine without IPv6 has no ::1 to be taken.
    if (typeof refusal === 'number' || refusal.code === 'EADDRNOTAVAIL') continue
    throw new UnusablePort(explain(port, refusal))
  }
  return { port, others }
}

function explain(port: number, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another process: stop that one, or take another port with npm start -- --port ${port + 1}`
  }
  return `Port ${port} cannot be listened on (${code ?? message}): npm start -- --port 8788`
}

function findFreePort(): Promise<number> {
  return listen(0, '127.0.0.1')
}

/** Listens for a moment; the port that it got. */
function listen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      const got = typeof address === 'object' && address ? address.port : port
      server.close(() => resolve(got))
    })
  })
}
