const MAX_TEXT_LENGTH = 1_000

/** Markup, credentials, stack frames, control characters, private hosts: what no caller should ever be shown. */
const NEVER_PUBLIC = [
  /<[a-z!/?]/i,
  /evr_\w{6,}|\bbearer\s+\S|\bapikey\s+\S|\beyJ[\w-]{8,}|\bsk-[\w-]{8,}/i,
  /\bat\s+\S+\s*\(|\.(?:rs|js|ts|py|go|java):\d+|\bpanicked\b|\bTraceback\b|\bstack trace\b/i,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/,
  /\b[a-z0-9-]+\.(?:internal|local|localdomain|lan|svc|cluster|intranet)\b/i,
]

/** What the text of a failing server may betray on top: addresses and host names. */
const NEVER_PUBLIC_IN_SERVER_TEXT = [/:\/\//, /\b[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+\b/i, /:\d{2,5}\b/]

/**
 * Whether text that the upstream wrote may be shown to the caller.
 *
 * @param upstreamUrl base of the upstream, whose host name is never shown
 * @param isServerText the text of a 5xx answer: held to the stricter rules
 */
export function isPublicText(text: string, upstreamUrl: string, isServerText = false): boolean {
  if (text.length === 0 || text.length > MAX_TEXT_LENGTH) return false
  if (namesHost(text, new URL(upstreamUrl).hostname)) return false
  if (NEVER_PUBLIC.some((pattern) => pattern.test(text))) return false
  return !isServerText || !NEVER_PUBLIC_IN_SERVER_TEXT.some((pattern) => pattern.test(text))
}

/** A host of one label, such as `api`, is also a word: only one that cannot be a word counts. */
function namesHost(text: string, hostname: string): boolean {
  const isTelling = hostname === 'localhost' || /[.:]/.test(hostname)
  return isTelling && text.toLowerCase().includes(hostname)
}
