/**
 * A reader, a process of its own: reads some URLs in order, pass after pass, as its one argument (JSON) says, and
 * prints how long each pass took. autocannon ends a load of a given amount only at a full second and keeps
 * latencies in whole milliseconds: too coarse for downloads and for pages.
 */
import { Agent, get } from 'node:http'
import type { SequenceOptions, SequenceResult } from './rounds.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as SequenceOptions
const { urls, callers, status = 200, warmUp, passes } = options
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

function headersOf(pass: number): Readonly<Record<string, string>> {
  if (callers === undefined) return options.headers
  const cookie = `access_token=${Math.abs(pass) % callers}`
  return { ...options.headers, cookie }
}

function read(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === status) resolve(bytes)
        else reject(new Error(`${url}: ${response.statusCode}`))
      })
    }).on('error', reject)
  })
}

const found: SequenceResult = { passesMs: [], bytes: 0 }
for (let pass = -warmUp; pass < passes; pass++) {
  const startedMs = performance.now()
  let bytes = 0
  for (const url of urls) bytes += await read(url, headersOf(pass))
  if (pass < 0) continue
  found.passesMs.push(performance.now() - startedMs)
  found.bytes = bytes
}
agent.destroy()
process.stdout.write(JSON.stringify(found))
