import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { PointDetail } from "./answer-detail.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where an image lies in the study's square picture, in sides of the picture: it fits one way and is centred the other way. */
export interface Frame extends Size {
  readonly left: number;
  readonly top: number;
}

export function frameOf({ width, height }: Size): Frame {
  const longest = Math.max(width, height);
  const [w, h] = [width / longest, height / longest];
  return { left: (1 - w) / 2, top: (1 - h) / 2, width: w, height: h };
}

/** A map as it lies over its image in the picture, on a grid of its own. */
export interface PictureMap {
  readonly frame: Frame;
  /** [height, width], in [0, 1], min-max normalised; all 0 where the map says nothing. */
  readonly map: SaliencyMap;
}

/** Cells on the longer side: below a brush's least width, and finer than most maps. */
const SIDE = 128;

/** @param image its size, in the same proportion as the map */
export function pictureMap(map: SaliencyMap, image: Size): PictureMap {
  const frame = frameOf(image);
  const height = Math.max(1, Math.round(SIDE * frame.height));
  const width = Math.max(1, Math.round(SIDE * frame.width));
  return { frame, map: minMax(upsampleMap(map, height, width)) };
}

/** The cell of the map at a place in the picture; null in the margin beside the image. */
export function cellAt({ frame, map }: PictureMap, { x, y }: PointDetail): number | null {
  const u = (x - frame.left) / frame.width;
  const v = (y - frame.top) / frame.height;
  if (u < 0 || u > 1 || v < 0 || v > 1) return null;
  const column = Math.min(map.width - 1, Math.floor(u * map.width));
  const row = Math.min(map.height - 1, Math.floor(v * map.height));
  return row * map.width + column;
}

/** The middle of a cell, as a place in the picture. */
export function placeOf({ frame, map }: PictureMap, row: number, column: number): PointDetail {
  return {
    x: frame.left + ((column + 0.5) / map.width) * frame.width,
    y: frame.top + ((row + 0.5) / map.height) * frame.height,
  };
}
