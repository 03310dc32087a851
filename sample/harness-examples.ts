/** What `GET /v1/harness-examples` lists and `import?from-example=` takes. */
export const EXAMPLES = [
  {
    name: 'meeting-scribe',
    display_name: 'Meeting Scribe',
    description: 'Turns a transcript into decisions and owners.',
    tags: ['notes'],
    capabilities: [{ ref: 'session_file_system', config: {} }],
    dev_only: false,
    parent_name: 'generic',
  },
  {
    name: 'log-reader',
    display_name: 'Log Reader',
    description: 'Finds the first error in a log and explains it.',
    tags: ['operations'],
    capabilities: [{ ref: 'web_fetch', config: {} }],
    dev_only: true,
  },
] as const
