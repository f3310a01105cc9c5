import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findSoftwareDriver } from "#lib/tensor/webgpu/software-driver.ts";
import { missingVulkan } from "#lib/tensor/webgpu/vulkan.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-vulkan-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe.skipIf(process.platform !== "linux")("Vulkan on Linux", () => {
  it("is a loader and a driver, wherever the environment says", async () => {
    const env = { LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: join(folder, "driver.json") };
    await writeFile(join(folder, "driver.json"), "{}");
    await writeFile(join(folder, "libvulkan.so.1"), "");
    expect(missingVulkan(env)).toBeNull();
  });

  it("is missed before the library is loaded, with what to do", () => {
    const missing = missingVulkan({ LD_LIBRARY_PATH: folder });
    // On a machine with a GPU there is nothing to miss.
    if (missing) {
      expect(missing.reason).toMatch(/libvulkan\.so\.1|no Vulkan driver/);
      expect(missing.advice).toContain("apt-get install");
    }
  });

  it("is brought along by a Chromium that has both files beside it", async () => {
    const chromium = join(folder, "chromium");
    await mkdir(chromium);
    const env = { CHROMIUM_PATH: join(chromium, "chromium"), LD_LIBRARY_PATH: "/mine" };
    expect(findSoftwareDriver(env)?.VK_DRIVER_FILES).not.toBe(join(chromium, "vk_swiftshader_icd.json"));
    await writeFile(join(chromium, "vk_swiftshader_icd.json"), "{}");
    await writeFile(join(chromium, "libvulkan.so.1"), "");
    expect(findSoftwareDriver(env)).toEqual({
      VK_DRIVER_FILES: join(chromium, "vk_swiftshader_icd.json"),
      LD_LIBRARY_PATH: `${chromium}:/mine`,
    });
  });
});
