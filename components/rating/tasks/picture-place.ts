import type { PointDetail } from "#lib/study/answer-detail.ts";

/** Less than a pixel of the picture: what a hand can't mean is not stored. */
const DECIMALS = 3;
const STEP = 0.02;
const LARGE_STEP = 0.1;

export const CENTRE: PointDetail = { x: 0.5, y: 0.5 };

/** The place nearest to the given one that lies in the picture. */
export function inPicture(x: number, y: number): PointDetail {
  const within = (at: number) => Number(Math.min(1, Math.max(0, at)).toFixed(DECIMALS));
  return { x: within(x), y: within(y) };
}

/** Where a pointer is in a picture, whatever size it is shown at. */
export function placeOf(
  pointer: { clientX: number; clientY: number },
  shown: { left: number; top: number; width: number; height: number },
): PointDetail {
  return inPicture(
    (pointer.clientX - shown.left) / shown.width,
    (pointer.clientY - shown.top) / shown.height,
  );
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** One step in the direction of an arrow key, a larger one with Shift; null for another key. */
export function stepFrom(
  { x, y }: PointDetail,
  { key, shiftKey }: { key: string; shiftKey: boolean },
): PointDetail | null {
  const direction = ARROWS[key];
  if (!direction) return null;
  const step = shiftKey ? LARGE_STEP : STEP;
  return inPicture(x + direction[0] * step, y + direction[1] * step);
}
