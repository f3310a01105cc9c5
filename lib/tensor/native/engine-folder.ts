import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Engines built on this machine: in the project and ignored by git, so that `npm ci` leaves them alone. */
export const ENGINES_FOLDER = fileURLToPath(new URL("../../../.whynot/engines/", import.meta.url));

/** The one place of an installed native engine. */
export const NATIVE_FOLDER = join(ENGINES_FOLDER, "native");

const RECORD = "engine.json";

/** Written last by `whynot engine install`: a folder without it is not an engine. */
export interface EngineRecord {
  kind: "cpu" | "gpu";
  tensorflow: string;
  tfjsNode: string;
  platform: NodeJS.Platform;
  arch: string;
  builtAt: string;
}

export const recordFile = (folder: string): string => join(folder, RECORD);

/** @returns what is installed in a folder, or null where nothing is, or what is there came from elsewhere. */
export function readEngineRecord(folder: string): EngineRecord | null {
  try {
    return JSON.parse(readFileSync(recordFile(folder), "utf8")) as EngineRecord;
  } catch {
    return null;
  }
}

/** The folder a native engine is looked for in: `wished`, else WHYNOT_NATIVE_ENGINE, else the installed one. */
export const nativeFolder = (wished?: string): string =>
  wished || process.env.WHYNOT_NATIVE_ENGINE || NATIVE_FOLDER;
