import type { Point } from "./annotation.ts";

/** The corners of a box after turning it by `degrees` clockwise on screen about `pivot`,
 * from its top-left corner clockwise. */
export function turnBox(
  box: { x: number; y: number; width: number; height: number },
  degrees: number,
  [px, py]: Point,
): [Point, Point, Point, Point] {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const turn = (x: number, y: number): Point => [
    px + (x - px) * cos - (y - py) * sin,
    py + (x - px) * sin + (y - py) * cos,
  ];
  const { x, y, width, height } = box;
  return [turn(x, y), turn(x + width, y), turn(x + width, y + height), turn(x, y + height)];
}
