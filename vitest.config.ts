// Tests run on the Node that the project pins; each test file brings its own ports, folders and processes.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: ['tests/e2e/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real Electron programs want the display and the processor to themselves: one after the other, when all else is done.
        extends: true,
        test: { name: 'shell', include: ['tests/e2e/**/*.test.ts'], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
    // Most tests wait for real lines and processes: one waits while another works.
    maxWorkers: 2,
    // A database that somebody has set for central is not for tests.
    env: { DATABASE_URL: '' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', './tests/support/closing-line.ts'],
  },
});
