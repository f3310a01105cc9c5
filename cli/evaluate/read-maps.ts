import { readFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { AppError } from "#lib/errors.ts";
import { readNpy } from "#lib/formats/encodings/npy.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { type RunSettings, readRuns, type SavedMap } from "../explain/manifest.ts";
import type { OpenedModel } from "../explain/open-models.ts";

/** The maps of one method on one model for one target rule. */
export interface MapGroup {
  /** Unique among the groups, for tables. */
  label: string;
  settings: RunSettings;
  model: OpenedModel;
  maps: { saved: SavedMap; read(): Promise<SaliencyMap> }[];
}

/**
 * The maps of folders that `explain` wrote, grouped. @throws AppError `not_found` without a manifest or map, `invalid` where a map
 * was made on a model that is not given
 */
export async function readMapGroups(
  folders: readonly string[],
  models: readonly OpenedModel[],
): Promise<MapGroup[]> {
  const groups: MapGroup[] = [];
  for (const folder of folders) {
    for (const { maps, ...settings } of await readRuns(folder)) {
      if (settings.modelSha256 === "") {
        const name = settings.label ?? settings.method;
        console.warn(
          `Left out: the maps of ${name} in ${folder} explain no model. \`maps import\` names one.`,
        );
        continue;
      }
      const model = models.find(({ sha256 }) => sha256 === settings.modelSha256);
      if (!model) {
        throw new AppError(
          "invalid",
          `${folder} holds maps of ${settings.method} on the model ${settings.model}, which is not given: add its file to --model.`,
        );
      }
      groups.push({
        label: "",
        settings,
        model,
        maps: maps.map((saved) => ({ saved, read: () => readMap(folder, saved) })),
      });
    }
  }
  if (groups.every(({ maps }) => maps.length === 0))
    throw new AppError("invalid", `There are no maps in ${folders.join(", ")}.`);
  return named(groups);
}

/** Method, and model and target where they tell groups apart. */
function named(groups: readonly MapGroup[]): MapGroup[] {
  const differ = (key: "model" | "target") => new Set(groups.map(({ settings }) => settings[key])).size > 1;
  const [byModel, byTarget] = [differ("model"), differ("target")];
  const labels = new Map<string, number>();
  return groups.map((group) => {
    const { method, model, target } = group.settings;
    const label = [method, ...(byModel ? [model] : []), ...(byTarget ? [target] : [])].join(" · ");
    const times = (labels.get(label) ?? 0) + 1;
    labels.set(label, times);
    return { ...group, label: times === 1 ? label : `${label} (${times})` };
  });
}

async function readMap(folder: string, { map, height, width }: SavedMap): Promise<SaliencyMap> {
  const path = resolve(folder, map);
  if (!path.startsWith(resolve(folder) + sep))
    throw new AppError("invalid", `The manifest of ${folder} names a map outside of it: ${map}.`);
  const bytes = await readFile(path).catch(() => {
    throw new AppError("not_found", `The map ${join(folder, map)} is listed but not there.`);
  });
  const { shape, data } = readNpy(bytes);
  if (shape.length !== 2 || shape[0] !== height || shape[1] !== width) {
    throw new AppError(
      "invalid",
      `The map ${join(folder, map)} is [${shape}], its manifest says [${height},${width}].`,
    );
  }
  return { data, height, width };
}
