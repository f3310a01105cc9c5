import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type {
  PlaygroundData,
  PlaygroundModel,
  PlaygroundPicture,
} from "#components/playground/playground-data.ts";
import { AppError } from "#lib/errors.ts";
import { encodeForBrowser } from "#lib/imaging/encode-image.ts";
import { readModelConfig } from "#lib/scouter/model-file.ts";
import { buildPage } from "#scripts/build-playground.mjs";
import { findPictures, type Picture } from "../explain/find-pictures.ts";
import { type OpenedModel, openModels } from "../explain/open-models.ts";
import { measureReliability } from "./measure-reliability.ts";

export interface PlaygroundCommand {
  out: string;
  models?: string[];
  images?: string[];
  examples: number;
}

const MANIFEST = "playground.json";
const demo = (path: string) => fileURLToPath(new URL(`../../demo/${path}`, import.meta.url));
const DEMO_MODELS = ["scouter-plus", "scouter-minus", "fc"].map((name) => demo(`models/${name}.safetensors`));
const DEMO_IMAGES = [demo("scenes/data/test")];

/**
 * Writes the playground. Everything that may be refused is looked at before the folder is touched.
 * @throws AppError `invalid`, `not_found` for what a person can put right; `conflict` for a folder that holds something else
 */
export async function exportPlayground({ out, models, images, examples }: PlaygroundCommand): Promise<void> {
  const folder = resolve(out);
  await requireOwnFolder(folder);
  const paths = images ?? (models ? [] : DEMO_IMAGES);
  const pictures = paths.length > 0 ? await findPictures(paths) : [];
  const opened = await openModels(models ?? DEMO_MODELS);
  const on = images ? paths.map((path) => basename(path)).join(", ") : "the demo’s test pictures";
  try {
    const described: PlaygroundModel[] = [];
    for (const model of opened) described.push(await describeModel(model, pictures, on));
    await rm(folder, { recursive: true, force: true });
    await buildPage(folder);
    for (const part of ["models", "pictures"]) await mkdir(join(folder, part));
    for (const { file, sha256 } of opened) await copyFile(file, join(folder, addressOf(sha256)));
    const written = await writePictures(folder, chooseExamples(pictures, examples));
    const data: PlaygroundData = { models: described, absent: [], pictures: written };
    await writeFile(join(folder, MANIFEST), JSON.stringify(data));
  } finally {
    for (const { view } of opened) await view.dispose();
  }
  console.log(await summarise(folder));
}

const addressOf = (sha256: string) => `models/${sha256.slice(0, 16)}.safetensors`;

async function requireOwnFolder(folder: string): Promise<void> {
  const files: string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new AppError("invalid", `${folder} is not a folder that can be written: choose another.`);
  });
  if (files.length === 0 || files.includes(MANIFEST)) return;
  throw new AppError("conflict", `${folder} holds other files, which would be lost: choose another folder.`);
}

async function describeModel(
  { name, sha256, file, view }: OpenedModel,
  pictures: readonly Picture[],
  on: string,
): Promise<PlaygroundModel> {
  const { kind, classNames, inputSize } = view;
  if (kind === "onnx") {
    throw new AppError(
      "invalid",
      `${file} is an ONNX file, which runs on onnxruntime only: a playground takes safetensors weights.`,
    );
  }
  const weights = await readFile(file);
  return {
    id: sha256,
    name,
    kind,
    backbone: readModelConfig(weights).backbone,
    classNames: [...classNames],
    inputSize,
    bytes: weights.length,
    address: addressOf(sha256),
    reliability: await measureReliability(view, pictures, on),
  };
}

/** The first of each class in turn, until there are enough: nobody picks those that look best. */
function chooseExamples(pictures: readonly Picture[], count: number): Picture[] {
  const turns = new Map<string | null, number>();
  const ranked = pictures.map((picture) => {
    const turn = turns.get(picture.className) ?? 0;
    turns.set(picture.className, turn + 1);
    return { picture, turn };
  });
  ranked.sort((a, b) => a.turn - b.turn);
  return ranked.slice(0, count).map(({ picture }) => picture);
}

async function writePictures(folder: string, pictures: readonly Picture[]): Promise<PlaygroundPicture[]> {
  const written: PlaygroundPicture[] = [];
  for (const [i, picture] of pictures.entries()) {
    const { display, thumb } = await encodeForBrowser(await picture.read());
    const address = `pictures/${i}.webp`;
    const thumbnail = `pictures/${i}-small.webp`;
    await writeFile(join(folder, address), display);
    await writeFile(join(folder, thumbnail), thumb);
    written.push({ name: basename(picture.name), className: picture.className, address, thumbnail });
  }
  return written;
}

async function summarise(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const file of files) {
    if (file.isFile()) bytes += (await stat(join(file.parentPath, file.name))).size;
  }
  return (
    `${folder}: ${(bytes / 1e6).toFixed(1)} MB. Serve it with any web server, for example\n` +
    `  python3 -m http.server --directory ${folder}`
  );
}
