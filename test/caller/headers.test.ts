import { describe, expect, test } from 'vitest'
import { callerSelectors, maySelect } from '../../src/caller/headers.ts'

const NONE = callerSelectors([])

describe('headers that no key knows', () => {
  test.each([
    'X-Request-ID',
    'X-Requested-With',
    'X-B3-TraceId',
    'X-B3',
    'X-Datadog-Trace-Id',
    'X-Amzn-Trace-Id',
    'X-Cloud-Trace-Context',
    'X-Stainless-Retry-Count',
    'X-CSRF-Token',
    'X-XSRF-Token',
    'X-App-Version',
    'X-Vercel-Id',
    'X-Forwarded-For',
    'X-Original-URL',
    'X-Org-Id',
    'Traceparent',
    'Baggage',
    'Sentry-Trace',
    'Accept-Language',
  ])('%s selects no answer', (name) => {
    expect(maySelect(name.toLowerCase(), NONE)).toBe(false)
  })

  test.each([
    'X-Project-Id',
    'X-Tenant',
    'X-Api-Key',
    'X-Feature',
    // These say who somebody is: nothing may be cached before they are named in IDENTITY_EXTRA.
    'X-User',
    'X-Amzn-Oidc-Identity',
    'X-Goog-Authenticated-User-Email',
    'X-MS-Client-Principal',
    'X-Auth-Request-User',
  ])('%s may select an answer', (name) => {
    expect(maySelect(name.toLowerCase(), NONE)).toBe(true)
  })

  test('what IDENTITY_EXTRA names is known', () => {
    expect(maySelect('x-user', callerSelectors(['X-User']))).toBe(false)
  })
})
