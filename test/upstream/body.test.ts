import { describe, expect, it } from 'vitest'
import { readErrorText, readText } from '../../src/upstream/body.ts'

/** A response whose body comes in these pieces; an Error among them breaks it off. */
function response(...pieces: (string | number[] | Error)[]) {
  const seen = { isCancelled: false }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift()
      if (piece === undefined) controller.close()
      else if (piece instanceof Error) controller.error(piece)
      else
        controller.enqueue(
          typeof piece === 'string' ? new TextEncoder().encode(piece) : new Uint8Array(piece),
        )
    },
    cancel() {
      seen.isCancelled = true
    },
  })
  return { response: new Response(body), seen }
}

describe('a body as text', () => {
  it('is read to its end, characters cut between pieces too', async () => {
    const { response: given } = response('{"a":"', [0xc3], [0xa9], '"}')
    expect(await readText(given, 100)).toEqual({ ok: true, text: '{"a":"é"}' })
  })

  it('may be empty or missing', async () => {
    expect(await readText(new Response(null), 100)).toEqual({ ok: true, text: '' })
    expect(await readText(response().response, 100)).toEqual({ ok: true, text: '' })
  })

  it('may be as long as the bound, and no longer', async () => {
    const exact = response('12345', '67890')
    expect(await readText(exact.response, 10)).toEqual({ ok: true, text: '1234567890' })
    const over = response('12345', '678901', 'never read')
    expect(await readText(over.response, 10)).toEqual({ ok: false, reason: 'too-large' })
    expect(over.seen.isCancelled).toBe(true)
  })

  it('is not read at all where its length is told and beyond the bound', async () => {
    const { response: given, seen } = response('12345')
    const told = new Response(given.body, { headers: { 'content-length': '11' } })
    expect(await readText(told, 10)).toEqual({ ok: false, reason: 'too-large' })
    expect(seen.isCancelled).toBe(true)
    const exact = new Response('1234567890', { headers: { 'content-length': '10' } })
    expect(await readText(exact, 10)).toEqual({ ok: true, text: '1234567890' })
  })

  it('counts bytes, not characters', async () => {
    const { response: given } = response('ééééé')
    expect(await readText(given, 9)).toEqual({ ok: false, reason: 'too-large' })
  })

  it('is cut where it breaks off', async () => {
    const { response: given } = response('{"a":', new Error('reset'))
    expect(await readText(given, 100)).toEqual({ ok: false, reason: 'cut' })
  })

  it('is no JSON where it is no UTF-8', async () => {
    const { response: given } = response('{"a":"', [0xff], '"}')
    expect(await readText(given, 100)).toEqual({ ok: false, reason: 'not-json' })
    const unfinished = response('{"a":"', [0xc3])
    expect(await readText(unfinished.response, 100)).toEqual({ ok: false, reason: 'not-json' })
  })
})

describe('the text of an error', () => {
  it('is what came before it broke off or grew too long', async () => {
    expect(await readErrorText(response('half', new Error('reset')).response, 100)).toBe('half')
    const long = response('1234', '567890', 'never read')
    expect(await readErrorText(long.response, 8)).toBe('1234')
    expect(long.seen.isCancelled).toBe(true)
  })

  it('is text whatever the bytes', async () => {
    expect(await readErrorText(response([0x61, 0xff]).response, 100)).toBe('a\ufffd')
    expect(await readErrorText(new Response(null), 100)).toBe('')
  })
})
