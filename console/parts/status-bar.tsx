import type { Stats } from '../stats.ts'

const PARTS = ['active', 'waiting', 'started', 'idle', 'other'] as const

/** Sessions by status, each as wide as its share. */
export function StatusBar({ stats }: { stats: Stats }) {
  const { sessions } = stats
  if (sessions === 0) return null
  let from = 0
  const label = PARTS.map((part) => `${stats[part]} ${part}`).join(', ')
  return (
    <svg
      class="status-bar"
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      {PARTS.map((part) => {
        const width = (stats[part] / sessions) * 100
        const x = from
        from += width
        return <rect key={part} class={`k-${part}`} x={x} width={width} height="4" />
      })}
    </svg>
  )
}
