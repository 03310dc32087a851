/**
 * The load, a process of its own: runs autocannon as its one argument (JSON) says, and prints what came of it.
 */
import autocannon from 'autocannon'
import { mixedRequest } from './mixed-request.ts'
import type { LoadOptions, LoadResult } from './rounds.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions
const result = await autocannon({
  url: options.url,
  connections: options.connections,
  headers: options.headers,
  ...('amount' in options ? { amount: options.amount } : { duration: options.seconds }),
  timeout: 60,
  ...(options.distinct ? { requests: [mixedRequest(options.distinct)] } : {}),
})
const found: LoadResult = {
  requestsPerSecond: result.requests.average,
  statuses: Object.fromEntries(
    Object.entries(result.statusCodeStats ?? {}).map(([status, { count }]) => [status, count ?? 0]),
  ),
  errors: result.errors,
}
process.stdout.write(JSON.stringify(found))
