import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#lib/errors.ts";
import { explainers } from "#lib/explain/registry.ts";
import { softmax } from "#lib/explain/softmax.ts";
import type { GivenMap, GivenRun } from "#lib/formats/maps/given-manifest.ts";
import { readMap } from "#lib/formats/maps/read-map.ts";
import { findPictures, type Picture } from "../explain/find-pictures.ts";
import { openManifest, type RunSettings, type SavedMap } from "../explain/manifest.ts";
import { asInput } from "../explain/measure-model.ts";
import { type OpenedModel, openModels } from "../explain/open-models.ts";
import { saveMap } from "../explain/save-map.ts";
import { readGivenManifest } from "./read-given-manifest.ts";

export interface ImportMaps {
  folder: string;
  images: string[];
  model: string;
  out: string;
}

/** Runs the command: every map is checked and rewritten; the first that cannot be stops it, and what was written stays. */
export async function importMaps({ folder, images, model: file, out }: ImportMaps): Promise<void> {
  const runs = await readGivenManifest(folder);
  const pictures = new Map((await findPictures(images)).map((picture) => [picture.name, picture]));
  const [model] = await openModels([file]);
  try {
    const settings = runs.map((run) => settingsOf(run, model));
    const manifest = await openManifest(out, settings);
    let count = 0;
    for (const [i, run] of runs.entries()) {
      for (const [picture, entries] of byPicture(run, pictures)) {
        const saved: SavedMap[] = [];
        for (const entry of entries) saved.push(await importOne({ folder, out, run, model, picture }, entry));
        const doubled = saved.find(({ target }, k) => saved.findIndex((map) => map.target === target) < k);
        if (doubled) {
          const about = `"${doubled.targetClass}" of ${picture.name}`;
          throw new AppError("invalid", `${run.method} has two maps about ${about}: leave one out.`);
        }
        await manifest.add(settings[i], saved);
        count += saved.length;
      }
    }
    console.log(`Imported ${count} ${count === 1 ? "map" : "maps"}. They are listed in ${manifest.path}.`);
  } finally {
    await model.view.dispose();
  }
}

function settingsOf(
  { method, label, explains, options, target, seed, measuredOn }: GivenRun,
  model: OpenedModel,
): RunSettings {
  const { name, sha256, view } = model;
  return {
    model: name,
    modelSha256: sha256,
    modelKind: view.kind,
    method,
    ...(label === undefined ? {} : { label }),
    ...(explains === undefined ? {} : { explains }),
    options,
    target,
    seed,
    similarity: null,
    measuredOn,
  };
}

function byPicture(run: GivenRun, pictures: ReadonlyMap<string, Picture>): Map<Picture, GivenMap[]> {
  const grouped = new Map<Picture, GivenMap[]>();
  for (const entry of run.maps) {
    const picture = pictureOf(entry, pictures);
    grouped.set(picture, [...(grouped.get(picture) ?? []), entry]);
  }
  return grouped;
}

function pictureOf({ image }: GivenMap, pictures: ReadonlyMap<string, Picture>): Picture {
  const found = pictures.get(image) ?? pictures.get(image.replace(/\.[^./]+$/, ""));
  if (found) return found;
  const known = [...pictures.keys()].slice(0, 3).join(", ");
  throw new AppError("not_found", `There is no picture "${image}" among those given, such as ${known}.`);
}

interface Place {
  folder: string;
  out: string;
  run: GivenRun;
  model: OpenedModel;
  picture: Picture;
}

async function importOne({ folder, out, run, model, picture }: Place, entry: GivenMap) {
  const bytes = await readFile(join(folder, entry.map)).catch(() => {
    throw new AppError("not_found", `There is no map ${entry.map} in ${folder}.`);
  });
  const map = await readMap(entry.map, new Uint8Array(bytes), entry.key);
  const image = await picture.read();
  const logits = await model.view.predict(asInput(model.view, [image]));
  const target =
    entry.targetClass === undefined
      ? logits.indexOf(Math.max(...logits))
      : model.view.classNames.indexOf(entry.targetClass);
  if (target < 0) {
    throw new AppError(
      "invalid",
      `The model has no class "${entry.targetClass}", which ${entry.map} is about.`,
    );
  }
  const explains = run.explains ?? explainers.get(run.method)?.explains ?? "for";
  const made = {
    model,
    method: { id: run.method, explains },
    map,
    target,
    probability: softmax(logits)[target],
  };
  const isOneOfMany = run.maps.filter(({ image: name }) => name === entry.image).length > 1;
  return saveMap(out, { picture, image }, made, { isOneOfMany });
}
