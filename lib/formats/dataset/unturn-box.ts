import type { Point } from "./annotation.ts";
import { turnBox } from "./turn-box.ts";

/** Corners of a rectangle are taken as such when it leads back to them within so many pixels. */
const NEAR = 0.0005;

export interface TurnedBox {
  width: number;
  height: number;
  /** Clockwise on screen, above 0 and up to 360: what is turned by 0 would be read as an upright box. */
  degrees: number;
  centre: Point;
}

/** The rectangle whose corners, from the top left clockwise, these are; null when they are none's. */
export function unturnBox(corners: readonly [Point, Point, Point, Point]): TurnedBox | null {
  const [[ax, ay], [bx, by], [cx, cy], [dx, dy]] = corners;
  const [width, height] = [Math.hypot(bx - ax, by - ay), Math.hypot(cx - bx, cy - by)];
  const angle = (Math.atan2(by - ay, bx - ax) * 180) / Math.PI;
  const centre: Point = [(ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4];
  const box = { x: centre[0] - width / 2, y: centre[1] - height / 2, width, height };
  const degrees = angle > 0 ? angle : angle + 360;
  const back = turnBox(box, degrees, centre);
  const isNear = back.every(([x, y], i) => Math.hypot(x - corners[i][0], y - corners[i][1]) < NEAR);
  return isNear ? { width, height, degrees, centre } : null;
}
