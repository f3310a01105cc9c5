import { defineConfig, devices } from "@playwright/test";

/** Chromium as scripts/chromium.mjs found it; the flags keep a closed network quiet and allow root. */
const launchOptions = {
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "test/e2e",
  globalSetup: "./test/support/playwright-setup.ts",
  timeout: 90_000,
  expect: { timeout: 10_000 },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json"]],
  use: { ...devices["Desktop Chrome"], launchOptions, trace: "retain-on-failure" },
});
