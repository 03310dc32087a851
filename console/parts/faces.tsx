import type { ComponentChildren } from 'preact'

/** Stands where there is nothing to show, and says why. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="face">
      <svg class="face-mark" viewBox="0 0 48 32" aria-hidden="true">
        <path d="M4 26 h40" />
        <path d="M10 26 v-6 M18 26 v-10 M26 26 v-4 M34 26 v-8" class="faint" />
      </svg>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
    </div>
  )
}

/** Stands where rows are about to be, as high as they will be. */
export function SkeletonRows({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div class="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} class="bar" aria-hidden="true" />
      ))}
    </div>
  )
}
