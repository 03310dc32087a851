import { version } from '../package.json'

/** The release this Worker was built from, as in `package.json`. */
export const VERSION: string = version
