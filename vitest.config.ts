import { defineConfig } from "vitest/config";
import { findSoftwareDriver } from "./lib/tensor/webgpu/software-driver.ts";
import { missingVulkan } from "./lib/tensor/webgpu/vulkan.ts";

// Where there is no GPU, WebGPU is tested on Chromium's software driver. A process finds it by the environment it is
// started with, and the tests' processes inherit this one's.
if (missingVulkan()) Object.assign(process.env, findSoftwareDriver());

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
