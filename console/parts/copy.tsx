import { useState } from 'preact/hooks'

const SHOWN_MS = 2000

/** Copies a text. Where the browser forbids that, the text is there to be marked by hand. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState('')
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copied')
    } catch {
      setSaid('The browser forbids it: mark it and copy by hand')
    }
    setTimeout(() => setSaid(''), SHOWN_MS)
  }
  return (
    <span class="copy">
      <button type="button" class="quiet" onClick={copy}>
        {label}
      </button>
      <span role="status" class="muted">
        {said}
      </span>
    </span>
  )
}
