import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { replaceFile } from "#lib/storage/replace-file.ts";

const FILE = "manifest.json";

const savedMap = z.object({
  image: z.string(),
  trueClass: z.string().nullable(),
  target: z.int(),
  targetClass: z.string(),
  /** The model's softmax of the target class, where it was asked. */
  probability: z.number().optional(),
  height: z.int(),
  width: z.int(),
  /** float32 NumPy file, values as the method gave them; from the manifest's folder. */
  map: z.string(),
  /** A picture of it; none in what the site exports. */
  overlay: z.string().optional(),
});
export type SavedMap = z.infer<typeof savedMap>;

const settings = z.object({
  /** Empty of maps that explain no model, which the site may hold. */
  model: z.string(),
  modelSha256: z.string(),
  modelKind: z.string(),
  method: z.string(),
  /** What the site calls the arm, and what high values mean where the method does not say. */
  label: z.string().optional(),
  explains: z.enum(["for", "against", "either"]).optional(),
  options: z.record(z.string(), z.unknown()),
  target: z.string(),
  seed: z.string(),
  /** What made classes similar, where the target depends on it and it was not the model's confusion; null otherwise. */
  similarity: z.string().nullable().default(null),
  /** How many pictures class similarity, or else IBA's statistics, were measured on; null when neither was needed. */
  measuredOn: z.int().nullable(),
});
export type RunSettings = z.infer<typeof settings>;

const manifestSchema = z.object({
  format: z.literal("whynot-maps"),
  version: z.literal(1),
  runs: z.array(settings.extend({ maps: z.array(savedMap) })),
});
type Manifest = z.infer<typeof manifestSchema>;

/** What an output folder holds; kept in step with its files. */
export interface ManifestKeeper {
  /** Whether an earlier run with the same settings made this picture's maps, and their files are still there. */
  isComplete(settings: RunSettings, image: string): boolean;
  /** All maps of some pictures; they replace those listed of the same pictures. */
  add(settings: RunSettings, maps: readonly SavedMap[]): Promise<void>;
  path: string;
}

/**
 * Opens the manifest of an output folder, which is made if it is not there.
 * @throws AppError `conflict` when the folder holds maps of the same model and method made with other settings
 */
export async function openManifest(folder: string, runs: readonly RunSettings[]): Promise<ManifestKeeper> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, FILE);
  const manifest = await load(path);
  for (const wanted of runs) {
    const held = find(manifest, wanted);
    if (held && !sameSettings(held, wanted)) {
      throw new AppError(
        "conflict",
        `${folder} holds maps of ${wanted.method} on ${wanted.model} made with other settings: choose another folder.`,
      );
    }
  }
  return {
    path,
    isComplete(wanted, image) {
      const saved = find(manifest, wanted)?.maps.filter((map) => map.image === image) ?? [];
      const isThere = (file: string) => existsSync(join(folder, file));
      return (
        saved.length > 0 && saved.every(({ map, overlay }) => isThere(map) && (!overlay || isThere(overlay)))
      );
    },
    async add(wanted, maps) {
      let held = find(manifest, wanted);
      if (!held) {
        held = { ...wanted, maps: [] };
        manifest.runs.push(held);
      }
      const names = new Set(maps.map(({ image }) => image));
      held.maps = [...held.maps.filter(({ image }) => !names.has(image)), ...maps];
      // Never half a manifest, whenever the process ends.
      await replaceFile(path, `${JSON.stringify(manifest, null, 1)}\n`);
    },
  };
}

/** The runs whose maps lie in a folder. @throws AppError `not_found` without a manifest, `conflict` for one of something else */
export async function readRuns(folder: string): Promise<Manifest["runs"]> {
  const path = join(folder, FILE);
  if (!existsSync(path)) {
    throw new AppError(
      "not_found",
      `There is no ${FILE} in ${folder}: give a folder that \`whynot explain\` wrote.`,
    );
  }
  return (await load(path)).runs;
}

async function load(path: string): Promise<Manifest> {
  if (!existsSync(path)) return { format: "whynot-maps", version: 1, runs: [] };
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new AppError(
      "conflict",
      `${path} is not a manifest of this command: choose another folder.`,
      {},
      cause,
    );
  }
}

function find(manifest: Manifest, { model, method }: RunSettings) {
  return manifest.runs.find((run) => run.model === model && run.method === method);
}

function sameSettings(a: RunSettings, b: RunSettings): boolean {
  const text = (run: RunSettings) => JSON.stringify(settings.parse(run));
  return text(a) === text(b);
}
