import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const Manifest = z.object({ worker: z.string() });
let known: Promise<string> | null = null;

/** Address of the worker that scripts/build-playground.mjs made; read once. */
export function readEngineAddress(): Promise<string> {
  known ??= readFile(path.join(process.cwd(), "public", "engine", "manifest.json"), "utf8")
    .then((text) => `/engine/${Manifest.parse(JSON.parse(text)).worker}`)
    .catch((cause) => {
      known = null;
      throw new Error("The playground is not built: run node scripts/build-playground.mjs", { cause });
    });
  return known;
}
