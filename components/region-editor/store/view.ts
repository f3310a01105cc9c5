import type { Point } from "#lib/formats/dataset/annotation.ts";
import type { Size } from "#lib/imaging/region.ts";

/** Where the image is on the stage: screen = image x scale + (x, y), in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** 64 screen pixels for one of the image. */
const MOST = 64;
const MARGIN = 16;
/** This much of the image stays on the stage, CSS pixels. */
const KEPT = 48;

/** The whole image in the middle of the stage. */
export function fitView(image: Size, stage: Size): View {
  const room = (length: number) => Math.max(1, length - 2 * MARGIN);
  const scale = Math.min(MOST, room(stage.width) / image.width, room(stage.height) / image.height);
  return centred(image, stage, scale);
}

/** One screen pixel for one of the image, in the middle of the stage. */
export const actualSize = (image: Size, stage: Size): View => centred(image, stage, 1);

function centred(image: Size, stage: Size, scale: number): View {
  return {
    scale,
    x: (stage.width - image.width * scale) / 2,
    y: (stage.height - image.height * scale) / 2,
  };
}

/** Scaled by a factor about a place on the stage, which stays where it is. */
export function zoomAt(view: View, [x, y]: Point, factor: number, image: Size, stage: Size): View {
  const least = Math.min(1, fitView(image, stage).scale) / 2;
  const scale = Math.min(MOST, Math.max(least, view.scale * factor));
  const share = scale / view.scale;
  return holdOnStage({ scale, x: x - (x - view.x) * share, y: y - (y - view.y) * share }, image, stage);
}

export function panBy(view: View, dx: number, dy: number, image: Size, stage: Size): View {
  return holdOnStage({ ...view, x: view.x + dx, y: view.y + dy }, image, stage);
}

/** Some of the image stays on the stage, however far it is pushed. */
function holdOnStage(view: View, image: Size, stage: Size): View {
  const hold = (start: number, length: number, room: number) =>
    Math.min(room - Math.min(KEPT, room / 2), Math.max(Math.min(KEPT, room / 2) - length, start));
  return {
    scale: view.scale,
    x: hold(view.x, image.width * view.scale, stage.width),
    y: hold(view.y, image.height * view.scale, stage.height),
  };
}

/** Moved no more than it takes to have a place of the image on the stage. */
export function reveal(view: View, at: Point, stage: Size): View {
  const [x, y] = toScreen(view, at);
  const step = (value: number, length: number) =>
    value < MARGIN ? MARGIN - value : value > length - MARGIN ? length - MARGIN - value : 0;
  return { ...view, x: view.x + step(x, stage.width), y: view.y + step(y, stage.height) };
}

export function toImage(view: View, [x, y]: Point): Point {
  return [(x - view.x) / view.scale, (y - view.y) / view.scale];
}

export function toScreen(view: View, [x, y]: Point): Point {
  return [x * view.scale + view.x, y * view.scale + view.y];
}
