import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base64url, bytesOfBase64url } from '../../src/syntax/bytes.ts'

test('base64url is what Node writes, and gives the bytes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = base64url(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64url'))
      expect(bytesOfBase64url(text)).toEqual(bytes)
    }),
  )
})

test('of all texts only those that base64url writes are read', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'ABYZabyz0189-_', ...'+/= é\u0100'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(letters, (text) => {
      const bytes = Buffer.from(text, 'base64url')
      const isWritten = bytes.toString('base64url') === text
      expect(bytesOfBase64url(text)).toEqual(isWritten ? new Uint8Array(bytes) : undefined)
    }),
    { numRuns: 2_000 },
  )
})
