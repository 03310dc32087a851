import { type Finding, notice } from './finding.ts'

/** A difference that is known to be an error of the description, not of the edge. */
export type Exception = {
  readonly name: string
  readonly place: string
  readonly drift: Finding['drift']
  /** The whole text of the finding, so that a further change at the same place is still reported. */
  readonly what: string
  readonly reason: string
}

/** See `Exception`. One that matches nothing any more is reported, so that this table does not rot. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    name: 'SessionStatus',
    place: 'get:/v1/sessions#body/data/*/status',
    drift: 'type',
    what: 'is object, the edge takes string',
    reason:
      'two components of this name collided in the description, and the object of another API won; ' +
      'a session says its status as a string',
  },
]

/** Turns the findings that an exception explains into notices, and reports exceptions that explain none. */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
): Finding[] {
  const explained = findings.map((finding) => {
    const exception = exceptions.find((one) => explains(one, finding))
    if (!exception) return finding
    const { name, reason } = exception
    const what = `${finding.what}; known exception ${name}: ${reason}`
    return { ...finding, severity: 'notice' as const, what }
  })
  const unused = exceptions.filter((one) => !findings.some((finding) => explains(one, finding)))
  return [...explained, ...unused.map(unusedException)]
}

function explains(exception: Exception, finding: Finding): boolean {
  return (
    exception.place === finding.place &&
    exception.drift === finding.drift &&
    exception.what === finding.what
  )
}

function unusedException({ name, place }: Exception): Finding {
  return notice(place, 'exception-unused', `the exception ${name} no longer applies; take it out`)
}
