import { defineConfig } from 'vitest/config'

const timeouts = { testTimeout: 20_000, hookTimeout: 30_000 }

/** Unit and integration tests run with `npm test`; the others have a script of their own. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'apps/**/*.test.ts',
            'tests/{architecture,integration,crash}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/web/**', 'packages/{console,ui}/**'],
          ...timeouts,
        },
      },
      {
        test: {
          name: 'web',
          include: ['packages/{console,ui}/src/**/*.test.{ts,tsx}', 'apps/**/web/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          ...timeouts,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'engines',
          include: ['tests/engines/**/*.test.ts'],
          globalSetup: ['tests/engines/harness/setup.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
