/** What stands in the place of some bytes of a text. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly bytes: Uint8Array
}

/**
 * A part of a text with the edits that were made in it, written only where it is wanted: so that a page is copied
 * once, from what came to what is sent.
 */
export interface EditedBytes {
  /** Bytes that it takes when it is written. */
  readonly length: number
  readonly source: Uint8Array
  readonly start: number
  readonly end: number
  /** Those of the source, in the order of its text, without overlap; undefined for one that changes nothing. */
  readonly edits: readonly (Edit | undefined)[]
  /** The edits that lie in the part: from the first one to before the last. */
  readonly firstEdit: number
  readonly lastEdit: number
}

/** Pieces up to this are copied byte by byte: to copy one as a whole takes a view of it. */
const SHORT_BYTES = 160

const NO_EDITS: readonly Edit[] = []

/** Returns a part of a text with those of the text's edits that lie in it. */
export function editedBytes(
  source: Uint8Array,
  [start, end]: readonly [start: number, end: number],
  edits: EditedBytes['edits'] = NO_EDITS,
  [firstEdit, lastEdit]: readonly [first: number, last: number] = [0, edits.length],
): EditedBytes {
  let length = end - start
  for (let index = firstEdit; index < lastEdit; index += 1) {
    const edit = edits[index]
    if (edit) length += edit.bytes.length - (edit.end - edit.start)
  }
  return { length, source, start, end, edits, firstEdit, lastEdit }
}

/** Returns bytes as they are, as a part without edits. */
export function wholeBytes(bytes: Uint8Array): EditedBytes {
  return editedBytes(bytes, [0, bytes.length])
}

/** Writes a part; returns the place behind it. */
function writeEdited(out: Uint8Array, at: number, part: EditedBytes): number {
  const { source, start, end, edits, firstEdit, lastEdit } = part
  let written = at
  let copied = start
  for (let index = firstEdit; index < lastEdit; index += 1) {
    const edit = edits[index]
    if (edit === undefined) continue
    written = copy(out, written, source, copied, edit.start)
    written = copy(out, written, edit.bytes, 0, edit.bytes.length)
    copied = edit.end
  }
  return copy(out, written, source, copied, end)
}

function copy(out: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  if (end - start > SHORT_BYTES) out.set(from.subarray(start, end), at)
  else
    for (let index = start; index < end; index += 1) out[at + index - start] = from[index] as number
  return at + end - start
}

/** Returns parts one behind the other. */
export function joinEdited(parts: readonly EditedBytes[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) at = writeEdited(out, at, part)
  return out
}
