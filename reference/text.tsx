/** Text of the description: what stands between backticks is code. */
export function Text({ children }: { children: string }) {
  const parts = children.split('`')
  return (
    <>{parts.map((part, at) => (at % 2 === 1 ? <code key={`${at}${part}`}>{part}</code> : part))}</>
  )
}
