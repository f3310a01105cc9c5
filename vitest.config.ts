import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: more workers only make each other slower and timings unreliable.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "maths", include: ["test/unit/**/*.test.ts", "test/parity/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: ["test/service/**/*.test.ts"],
          globalSetup: "test/support/global-setup.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "api",
          include: ["test/api/**/*.test.ts"],
          globalSetup: "test/support/global-setup.ts",
          fileParallelism: false,
        },
      },
    ],
  },
});
