import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

const MANIFEST = "vk_swiftshader_icd.json";
const LOADER = "libvulkan.so.1";

function playwrightFolders(): string[] {
  const cache = join(homedir(), ".cache", "ms-playwright");
  const browsers = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith("chromium-")) : [];
  return browsers.flatMap((name) =>
    ["chrome-linux", "chrome-linux64"].map((part) => join(cache, name, part)),
  );
}

/**
 * Chromium ships SwiftShader, a Vulkan driver that computes on the processor, with a loader beside it: what WebGPU is
 * tried on where there is no GPU. Far too slow to be chosen for work.
 * @returns the environment that a process must be started with to find them, or null where there is none
 */
export function findSoftwareDriver(
  env: Record<string, string | undefined> = process.env,
): Record<string, string> | null {
  if (process.platform !== "linux") return null;
  const folders = [
    ...(env.CHROMIUM_PATH ? [dirname(env.CHROMIUM_PATH)] : []),
    "/usr/lib/chromium",
    "/usr/lib/chromium-browser",
    "/usr/lib64/chromium-browser",
    "/opt/google/chrome",
    ...playwrightFolders(),
  ];
  const folder = folders.find((one) => [MANIFEST, LOADER].every((file) => existsSync(join(one, file))));
  if (!folder) return null;
  const libraries = env.LD_LIBRARY_PATH ? `${folder}:${env.LD_LIBRARY_PATH}` : folder;
  return { VK_DRIVER_FILES: join(folder, MANIFEST), LD_LIBRARY_PATH: libraries };
}
