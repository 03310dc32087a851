import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'sample/**/*.test.ts'],
    // On a machine that others use too, a test that lost a race is run once more; it is reported as such.
    retry: process.env.CI ? 2 : 0,
    // Tests wait for processes more than they count: one worker fewer than there are cores would leave them idle.
    maxWorkers: '100%',
    testTimeout: 180_000,
    hookTimeout: 120_000,
    globalSetup: ['test/support/build.ts'],
  },
})
