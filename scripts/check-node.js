// Runs on whatever Node there is, before what only a newer one can read: plain JavaScript of long ago.
const [major, minor] = process.versions.node.split('.').map(Number)
// The first that runs TypeScript without a flag.
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    'This is Node ' +
      process.versions.node +
      ', too old for these scripts.\nThe right one is installed with the project: run `npm ci` (with install scripts allowed) and try again.',
  )
  process.exit(1)
}
