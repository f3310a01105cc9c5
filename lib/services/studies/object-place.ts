import { rasteriseRegions } from "#lib/imaging/region.ts";
import { frameOf } from "#lib/study/picture-map.ts";
import type { SimulatedPanel } from "#lib/study/template.ts";
import { objectShapes } from "../datasets/object-shapes.ts";
import type { LocatedImage } from "./object-share.ts";

/** Side at which an object is measured. */
const SIDE = 96;
/** Of an image whose object is unknown, the middle: where most objects are in photographs. */
const MIDDLE = { x: 0.5, y: 0.5, radius: 0.2 };

/** Where an image's own object lies in the study's square picture: its centre, and the radius of a disc as large. */
export function objectPlace(image: LocatedImage): SimulatedPanel["object"] {
  const { exact } = objectShapes(image);
  const mask = rasteriseRegions(exact, image, { height: SIDE, width: SIDE }).data;
  let [cells, x, y] = [0, 0, 0];
  for (let at = 0; at < mask.length; at++) {
    if (!mask[at]) continue;
    cells++;
    x += (at % SIDE) + 0.5;
    y += Math.floor(at / SIDE) + 0.5;
  }
  if (cells === 0) return MIDDLE;
  const { left, top, width, height } = frameOf(image);
  const area = (cells / SIDE ** 2) * width * height;
  return {
    x: left + (x / cells / SIDE) * width,
    y: top + (y / cells / SIDE) * height,
    radius: Math.sqrt(area / Math.PI),
  };
}
