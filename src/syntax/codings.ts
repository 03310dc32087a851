/** The codings that the platform takes off a body that is read, RFC 9110 section 8.4.1. */
export const READABLE_CODINGS: readonly string[] = ['gzip', 'br']
