import { createApp } from './app.ts'

export default createApp({ now: () => Date.now() })
