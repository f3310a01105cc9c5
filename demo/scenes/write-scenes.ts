import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { encodeMask } from "#lib/imaging/mask-runs.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { DISTRACTORS, SCENE_CLASSES } from "./catalogue.ts";
import { drawScene, type Scene } from "./draw-scene.ts";
import { openIcons } from "./icons.ts";

export interface ScenesRequest {
  /** Folder to write; lines of other splits already in its images.jsonl are kept. */
  out: string;
  count: number;
  seed: number;
  styles: readonly string[];
  split: string;
  /** Side of the pictures in pixels. */
  size: number;
  /** WebP quality, 1..100. */
  quality: number;
}

/** Scenes drawn while others are being compressed. */
const CONCURRENCY = 2;

/**
 * Writes `count` scenes as a folder data set: `<split>/<class>/<number>.webp` and a line each in images.jsonl.
 * Scene i depends on the seed, i, size and styles alone: a larger count only adds images.
 */
export async function writeScenes(request: ScenesRequest, onProgress: (done: number) => void): Promise<void> {
  const { out, count, split } = request;
  const icons = await openIcons(request.styles, [...SCENE_CLASSES, ...DISTRACTORS]);
  const random = createRandom(request.seed);
  await Promise.all(SCENE_CLASSES.map((name) => mkdir(join(out, split, name), { recursive: true })));

  const lines = new Array<string>(count);
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < count) {
      const index = next++;
      const scene = await drawScene(icons, request.styles, index, request.size, random.fork(index));
      const file = `${split}/${scene.className}/${String(index).padStart(5, "0")}.webp`;
      await writeFile(join(out, file), await compress(scene, request.quality));
      lines[index] = recordLine(scene, file, split);
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  await replaceLines(join(out, "images.jsonl"), split, lines);
}

async function compress({ rgb, size }: Scene, quality: number): Promise<Buffer> {
  return sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .webp({ quality, effort: 4 })
    .toBuffer();
}

function recordLine({ className, style, size, mask, box }: Scene, file: string, split: string): string {
  return JSON.stringify({
    file,
    split,
    class: className,
    width: size,
    height: size,
    regions: [
      { kind: "mask", ...encodeMask(mask) },
      { kind: "box", ...box },
    ],
    attributes: { style },
  });
}

async function replaceLines(path: string, split: string, lines: readonly string[]): Promise<void> {
  const before = await readFile(path, "utf8").catch(() => "");
  const kept = before.split("\n").filter((line) => line !== "" && JSON.parse(line).split !== split);
  await writeFile(`${path}.partial`, `${[...kept, ...lines].join("\n")}\n`);
  await rename(`${path}.partial`, path);
}
