interface Message {
  id?: number
  method?: string
  params?: { context?: { uniqueId: string } }
  result?: { usedSize?: number }
}

/**
 * Bytes that a Worker's isolate holds after its garbage is collected: what is really kept, however lazily the
 * runtime sweeps. Chrome DevTools Protocol, domain Runtime; workerd must run with `--expose-gc`.
 *
 * @param port where workerd's inspector listens
 * @param worker its name
 */
export async function liveHeapBytes(port: number, worker: string): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${worker}`)
  const next = (isWanted: (message: Message) => boolean) =>
    new Promise<Message>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        const message = JSON.parse(String(data)) as Message
        if (isWanted(message)) resolve(message)
      })
    })
  const send = (id: number, method: string, params: object = {}) => {
    const answer = next((message) => message.id === id)
    socket.send(JSON.stringify({ id, method, params }))
    return answer
  }
  try {
    const created = next(({ method }) => method === 'Runtime.executionContextCreated')
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    await send(1, 'Runtime.enable')
    const uniqueContextId = (await created).params?.context?.uniqueId
    await send(2, 'Runtime.evaluate', { expression: 'gc()', uniqueContextId })
    const { result } = await send(3, 'Runtime.getHeapUsage')
    if (result?.usedSize === undefined) throw new Error('the inspector names no heap')
    return result.usedSize
  } finally {
    socket.close()
  }
}
