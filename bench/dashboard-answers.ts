/** What dashboards were answered. */
export interface Answered {
  requests: number
  /** With stats: of a board request each member counts. */
  values: number
  /** Members or requests that are told to wait: 429, or a 503 problem. */
  waiting: number
  /** Bytes of all bodies. */
  bytes: number
  /** Age of the oldest stats that anybody was shown. */
  oldestMs: number
}

/** The statuses with which the edge may ask for patience; anything else is a fault. */
const PATIENCE = [429, 503, 504]

interface Stats {
  session_count: number
  total_session_duration_ms: number
}

interface Member {
  id: string
  stats?: Stats | null
  stats_problem?: { status: number }
}

/**
 * Reads and checks every answer: stats must be those of the harness that was asked for.
 *
 * @param now epoch milliseconds
 */
export function createAnswers(people: number, harnessIds: readonly string[], now: () => number) {
  const tally: Answered = { requests: 0, values: 0, waiting: 0, bytes: 0, oldestMs: 0 }
  const numbers = new Map(harnessIds.map((id, number) => [id, number]))
  const missing = [...Array(people)].map(() => new Set(harnessIds))
  const faults: string[] = []
  let incomplete = people
  let lastWholeAt = 0

  function see(person: number, id: string, stats: Stats): void {
    if (stats.session_count !== numbers.get(id)) faults.push(`${id} got stats of another harness`)
    tally.values++
    tally.oldestMs = Math.max(tally.oldestMs, now() - stats.total_session_duration_ms)
    const open = missing[person]
    if (!open?.delete(id) || open.size > 0) return
    incomplete--
    lastWholeAt = now()
  }

  function wait(status: number, what: string): void {
    if (PATIENCE.includes(status)) tally.waiting++
    else faults.push(`${what} was answered ${status}`)
  }

  async function read(answer: Promise<Response>): Promise<{ status: number; text: string }> {
    tally.requests++
    const response = await answer
    const text = await response.text()
    tally.bytes += text.length
    return { status: response.status, text }
  }

  /** A rejection is a fault like any other, and never an unhandled one. */
  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      faults.push(String(error))
    }
  }

  return {
    tally,
    ofStats: (person: number, id: string, answer: Promise<Response>) =>
      guarded(async () => {
        const { status, text } = await read(answer)
        if (status === 200) see(person, id, JSON.parse(text))
        else wait(status, `${id}/stats`)
      }),
    ofBoard: (person: number, answer: Promise<Response>) =>
      guarded(async () => {
        const { status, text } = await read(answer)
        if (status !== 200) return wait(status, 'the board')
        const { data } = JSON.parse(text) as { data: Member[] }
        for (const { id, stats, stats_problem } of data) {
          if (stats) see(person, id, stats)
          else wait(stats_problem?.status ?? 200, `${id} on the board`)
        }
      }),
    areAllWhole: () => incomplete === 0,
    /** Epoch milliseconds of the moment when the last dashboard had stats of all its harnesses. */
    wholeAt: () => lastWholeAt,
    /** Throws where an answer was wrong. */
    check() {
      if (faults.length === 0) return
      const [first] = faults
      throw new Error(`${faults.length} of ${tally.requests} answers were wrong; first: ${first}`)
    },
  }
}
