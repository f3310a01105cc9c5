import { existsSync } from "node:fs";
import { join } from "node:path";

interface Mute {
  silence(): void;
  restore(): void;
}

/** Beside an installed engine; built with it. */
export const MUTE_FILE = "mute.node";

/**
 * Runs synchronous `work` with the process's standard error closed: TensorFlow prints notices while it is loaded, before
 * any of its own settings can silence them. What is thrown is thrown. They are printed where TF_CPP_MIN_LOG_LEVEL asks
 * for them (0 or 1), and without the small addon.
 */
export function loadQuietly<T>(folder: string, load: NodeJS.Require, work: () => T): T {
  const file = join(folder, MUTE_FILE);
  if (Number(process.env.TF_CPP_MIN_LOG_LEVEL) < 2 || !existsSync(file)) return work();
  const { silence, restore } = load(file) as Mute;
  silence();
  try {
    return work();
  } finally {
    restore();
  }
}
