import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import type { Bundle } from "./[key]/document.ts";

const folder = () => path.join(process.cwd(), "public", "s");
const Manifest = z.object({ script: z.string(), preview: z.string(), css: z.string(), cssHash: z.string() });
let known: Promise<Bundle> | null = null;

/** What scripts/build-participant.mjs made; read once. */
export function readBundle(): Promise<Bundle> {
  known ??= readFile(path.join(folder(), "manifest.json"), "utf8")
    .then((text) => Manifest.parse(JSON.parse(text)))
    .catch((cause) => {
      known = null;
      throw new Error("The participant's page is not built: run node scripts/build-participant.mjs", {
        cause,
      });
    });
  return known;
}

/** The built script; the site compresses it on its way. @throws AppError `not_found` for any other file name */
export async function readScript(file: string): Promise<string> {
  const { script, preview } = await readBundle();
  if (file !== script && file !== preview)
    throw new AppError("not_found", "This page is out of date: load it again.");
  return readFile(path.join(folder(), file), "utf8");
}
