import { createApp } from './app.ts'

export default createApp({ now: () => Date.now(), random: () => Math.random() })
