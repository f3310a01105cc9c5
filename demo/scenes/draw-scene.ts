import { type Box, maskBounds } from "#lib/imaging/box.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import type { Random } from "#lib/tensor/random.ts";
import { DISTRACTORS, SCENE_CLASSES } from "./catalogue.ts";
import { drawBackground } from "./draw-background.ts";
import type { IconSource } from "./icons.ts";
import { type Canvas, pasteIcon, poseReach } from "./paste-icon.ts";

const DISTRACTOR_COUNT = 4;
const TARGET_SIDE = [0.3, 0.6] as const;
const DISTRACTOR_SIDE = [0.15, 0.35] as const;
const MAX_ANGLE_RADIANS = (20 * Math.PI) / 180;
/** Icons are rasterised at multiples of this share of the picture, so that rasters can be kept. */
const SIDE_STEP = 1 / 24;

export interface Scene {
  /** [size * size * 3] */
  rgb: Uint8Array;
  size: number;
  className: string;
  style: string;
  mask: Mask;
  box: Box;
}

/**
 * Draws one scene: background, four distractors, then the target on top and wholly inside.
 * Class and style go round by index, so any first n images are balanced; everything else comes from `random`.
 */
export async function drawScene(
  icons: IconSource,
  styles: readonly string[],
  index: number,
  size: number,
  random: Random,
): Promise<Scene> {
  const className = SCENE_CLASSES[index % SCENE_CLASSES.length];
  const style = chooseStyle(icons, styles, className, index, random.fork("style"));
  const canvas = drawBackground(size, random.fork("background"));
  const things = random.fork("distractors");
  for (let i = 0; i < DISTRACTOR_COUNT; i++) {
    const name = DISTRACTORS[things.integer(DISTRACTORS.length)];
    const hand = styles[things.integer(styles.length)];
    await place(canvas, icons, hand, name, DISTRACTOR_SIDE, things);
  }
  const data = await place(canvas, icons, style, className, TARGET_SIDE, random.fork("target"));
  const mask = { data, height: size, width: size };
  const box = maskBounds(mask);
  if (!box) throw new Error(`icon ${style}/${className} drew nothing`);
  return { rgb: toBytes(canvas.rgb), size, className, style, mask, box };
}

/** The style whose turn it is; where it never drew this animal, one of those that did. */
function chooseStyle(
  icons: IconSource,
  styles: readonly string[],
  className: string,
  index: number,
  random: Random,
): string {
  const due = styles[Math.floor(index / SCENE_CLASSES.length) % styles.length];
  if (icons.has(due, className)) return due;
  const able = styles.filter((style) => icons.has(style, className));
  if (able.length === 0) throw new Error(`no style has an icon for ${className}`);
  return able[random.integer(able.length)];
}

async function place(
  canvas: Canvas,
  icons: IconSource,
  style: string,
  name: string,
  [smallest, largest]: readonly [number, number],
  random: Random,
): Promise<Uint8Array> {
  const { size } = canvas;
  const share = smallest + (largest - smallest) * random.uniform();
  const side = Math.round(Math.round(share / SIDE_STEP) * SIDE_STEP * size);
  const angleRadians = MAX_ANGLE_RADIANS * (2 * random.uniform() - 1);
  const reach = poseReach(side, angleRadians);
  const centreX = reach + random.uniform() * (size - 2 * reach);
  const centreY = reach + random.uniform() * (size - 2 * reach);
  const flipped = random.uniform() < 0.5;
  const icon = await icons.raster(style, name, side);
  return pasteIcon(canvas, icon, { centreX, centreY, angleRadians, flipped });
}

function toBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8ClampedArray(values);
  return new Uint8Array(bytes.buffer);
}
