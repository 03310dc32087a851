/** What kind of drift a finding is; exceptions name it. */
export type Drift =
  | 'route-gone'
  | 'answer-gone'
  | 'reference'
  | 'field-gone'
  | 'field-optional'
  | 'field-required'
  | 'type'
  | 'values'
  | 'parameter-gone'
  | 'parameter-required'
  | 'parameter-type'
  | 'exception-unused'

/** One difference between what the edge relies on and what the description says. */
export type Finding = {
  /** `breaks`: the edge would fail or decide wrongly. `notice`: worth knowing, the edge goes on. */
  readonly severity: 'breaks' | 'notice'
  /** The route, then a pointer such as `get:/v1/sessions#body/total`; a step `*` is each item. */
  readonly place: string
  readonly drift: Drift
  readonly what: string
}

/** A finding that the edge would fail at. */
export function breaks(place: string, drift: Drift, what: string): Finding {
  return { severity: 'breaks', place, drift, what }
}

/** A finding that the edge lives with. */
export function notice(place: string, drift: Drift, what: string): Finding {
  return { severity: 'notice', place, drift, what }
}

/** One line a finding, sorted, and a line that sums up. Ends without a newline. */
export function report(findings: readonly Finding[]): string {
  const lines = findings
    .map(({ severity, place, what }) => oneLine(`${severity} ${place} ${what}`))
    .sort()
  const breaking = findings.filter(({ severity }) => severity === 'breaks').length
  const notices = findings.length - breaking
  const verdict = breaking > 0 ? 'the edge would break' : 'nothing breaks the edge'
  return [...new Set(lines), `${verdict}: ${breaking} breaks, ${notices} notices`].join('\n')
}

/** Appends steps to a place (RFC 6901, section 3, escapes). */
export function inside(place: string, ...steps: readonly string[]): string {
  const escaped = steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'))
  return [place, ...escaped].join('/')
}

/** Names come from the description, which may hold line ends in them. */
function oneLine(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, (control) => JSON.stringify(control).slice(1, -1))
}
