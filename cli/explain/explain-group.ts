import { runExplainer } from "#lib/explain/run-explainer.ts";
import { softmax } from "#lib/explain/softmax.ts";
import { resolveTarget, type TargetRule } from "#lib/explain/targets.ts";
import type { DecodedImage } from "#lib/imaging/decode-image.ts";
import { type Mask, rasteriseRegions } from "#lib/imaging/region.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Picture } from "./find-pictures.ts";
import type { ManifestKeeper, RunSettings, SavedMap } from "./manifest.ts";
import { asInput, type Measured, trueClassOf } from "./measure-model.ts";
import type { PlannedRun } from "./plan-runs.ts";
import { saveMap } from "./save-map.ts";

export interface OpenedPicture {
  picture: Picture;
  image: DecodedImage;
}

export interface GroupRequest {
  run: PlannedRun;
  rule: TargetRule | "all";
  pictures: readonly OpenedPicture[];
  measured: Measured;
  random: Random;
  signal: AbortSignal;
  out: string;
  manifest: ManifestKeeper;
  settings: RunSettings;
  /** Maps of this group done. */
  onProgress: (done: number) => void;
}

/** Makes, draws and lists the maps of a few pictures by one method on one model. */
export async function explainGroup(request: GroupRequest): Promise<void> {
  const { run, pictures, measured, random, signal, onProgress } = request;
  const model = run.model.view;
  const images = asInput(
    model,
    pictures.map(({ image }) => image),
  );
  const classes = model.classNames.length;
  const logits = await model.predict(images);
  const rows = pictures.map((_, i) => logits.subarray(i * classes, (i + 1) * classes));
  const regions = pictures.map(regionOf);
  const rounds = targetsOf(request, rows);
  const saved: SavedMap[][] = pictures.map(() => []);
  for (const [round, targets] of rounds.entries()) {
    const maps = await runExplainer({
      explainer: run.explainer,
      model,
      images,
      targets,
      options: run.options,
      random,
      regions,
      statistics: measured.statistics ?? undefined,
      onProgress: (done) => onProgress((round * pictures.length + done) / rounds.length),
      signal,
    });
    for (const [i, map] of maps.entries()) {
      const target = targets[i];
      const made = {
        model: run.model,
        method: run.explainer,
        map,
        target,
        probability: softmax(rows[i])[target],
      };
      saved[i].push(await saveMap(request.out, pictures[i], made, { isOneOfMany: rounds.length > 1 }));
    }
  }
  await request.manifest.add(request.settings, saved.flat());
}

/** The class of each picture's map, once or, for all classes, as often as there are classes. */
function targetsOf(
  { run, rule, pictures, measured }: GroupRequest,
  rows: readonly Float32Array[],
): number[][] {
  const model = run.model.view;
  if (rule === "all") return model.classNames.map((_, target) => pictures.map(() => target));
  return [
    pictures.map(({ picture }, i) =>
      resolveTarget(rule, {
        trueClass: trueClassOf(picture, model),
        logits: rows[i],
        similarity: measured.similarity,
      }),
    ),
  ];
}

/** The union of the picture's regions; boxes count only where nothing is more exact than a box. */
function regionOf({ picture, image }: OpenedPicture): Mask | null {
  const exact = picture.regions.filter(({ kind }) => kind !== "box");
  const regions = exact.length > 0 ? exact : picture.regions;
  return regions.length > 0 ? rasteriseRegions(regions, image) : null;
}
