import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

type Environment = Record<string, string | undefined>;

const TRIPLETS: Record<string, string> = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };

const split = (list: string | undefined): string[] => (list ?? "").split(delimiter).filter(Boolean);

function loaderFolders(env: Environment): string[] {
  const triplet = TRIPLETS[process.arch] ?? "";
  const system = [`/usr/lib/${triplet}`, `/lib/${triplet}`, "/usr/lib64", "/usr/lib", "/usr/local/lib"];
  return [...split(env.LD_LIBRARY_PATH), ...system];
}

/** The Vulkan loader, through which every driver is reached. */
const hasLoader = (env: Environment): boolean =>
  loaderFolders(env).some((folder) => existsSync(join(folder, "libvulkan.so.1")));

function isFilled(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".json"));
}

/** A driver says that it is there by a small file in one of the loader's folders, or by the environment. */
function hasDriver(env: Environment): boolean {
  const named = [
    ...split(env.VK_DRIVER_FILES),
    ...split(env.VK_ICD_FILENAMES),
    ...split(env.VK_ADD_DRIVER_FILES),
  ];
  const roots = ["/usr/share", "/usr/local/share", "/etc", join(homedir(), ".local", "share")];
  return (
    named.some((file) => existsSync(file)) || roots.some((root) => isFilled(join(root, "vulkan", "icd.d")))
  );
}

/**
 * What Linux lacks for WebGPU, or null. Looked for before the library is loaded: it is large, loaded in every process,
 * and complains on standard error where there is no Vulkan, as on most servers.
 */
export function missingVulkan(env: Environment = process.env): { reason: string; advice: string } | null {
  if (process.platform !== "linux") return null;
  if (!hasLoader(env)) {
    return {
      reason: "the Vulkan loader (libvulkan.so.1) is not installed",
      advice: "On a machine with a GPU: apt-get install libvulkan1 and the GPU's driver",
    };
  }
  if (!hasDriver(env)) {
    return {
      reason: "there is no Vulkan driver",
      advice:
        "On a machine with a GPU install its driver (NVIDIA's own, or apt-get install mesa-vulkan-drivers)",
    };
  }
  return null;
}
