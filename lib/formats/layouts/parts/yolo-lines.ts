import type { Size } from "#lib/imaging/region.ts";
import type { Annotation, Point } from "../../dataset/annotation.ts";
import { MAX_MARKS } from "../../dataset/limits.ts";
import { parseNumber } from "../../encodings/parse-number.ts";
import { Fault } from "../../fault.ts";

export type YoloTask = "detect" | "segment" | "obb";

/** A line of a label file: a class number and numbers in shares of the picture's width and height. */
export interface YoloLine {
  classId: number;
  numbers: number[];
  line: number;
}

/** Reads the lines that are not empty. @throws Fault */
export function readYoloLines(text: string): YoloLine[] {
  const lines: YoloLine[] = [];
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === "") continue;
    if (lines.length >= MAX_MARKS)
      throw new Fault("too-many-regions", `It has more than ${MAX_MARKS} lines.`);
    const line = index + 1;
    const [classId, ...numbers] = content
      .trim()
      .split(/\s+/)
      .map((word) => parseNumber(word, `Line ${line}: "${word.slice(0, 20)}"`));
    if (!Number.isInteger(classId) || classId < 0)
      throw new Fault("bad-number", `Line ${line} begins with no class number.`);
    lines.push({ classId, numbers, line });
  }
  return lines;
}

/**
 * What the numbers of a label file's lines draw. detect: centre x, y, width, height (and a confidence, which is not taken).
 * obb: four corners. segment: a polygon's points, or a box where a line has four numbers.
 * @throws Fault
 */
export function yoloMark({ numbers, line }: YoloLine, task: YoloTask, { width, height }: Size): Annotation {
  const count = numbers.length;
  if (count === 4 || (task === "detect" && count === 5)) {
    if (task === "obb")
      throw new Fault("bad-geometry", `Line ${line} has 4 numbers; an oriented box takes 8.`);
    const [cx, cy, w, h] = numbers;
    if (w < 0 || h < 0) throw new Fault("bad-geometry", `Line ${line} has a negative width or height.`);
    return {
      kind: "box",
      x: (cx - w / 2) * width,
      y: (cy - h / 2) * height,
      width: w * width,
      height: h * height,
    };
  }
  if (task === "detect") throw new Fault("bad-geometry", `Line ${line} has ${count} numbers; a box takes 4.`);
  if (task === "obb" && count !== 8 && count !== 9) {
    throw new Fault("bad-geometry", `Line ${line} has ${count} numbers; an oriented box takes 8.`);
  }
  const even = task === "obb" ? numbers.slice(0, 8) : numbers;
  if (even.length % 2 !== 0 || even.length < 6) {
    throw new Fault(
      "bad-geometry",
      `Line ${line} has ${count} numbers; a polygon takes an even count from 6.`,
    );
  }
  const points = Array.from(
    { length: even.length / 2 },
    (_, i): Point => [even[2 * i] * width, even[2 * i + 1] * height],
  );
  if (task === "segment") return { kind: "polygon", parts: [points] };
  const [a, b, c, d] = points;
  return { kind: "rotated-box", corners: [a, b, c, d] };
}

/** Rounding of normalised numbers. */
const NEAR = 0.005;

/**
 * What the lines of a data set look like: 4 numbers each are boxes; 8 each whose diagonals halve one another are oriented
 * boxes; anything else is polygons. Lists of four corners may be polygons all the same, so the answer can be overridden.
 */
export function guessTask(lines: readonly YoloLine[]): YoloTask {
  if (lines.every(({ numbers }) => numbers.length === 4 || numbers.length === 5)) return "detect";
  const isOriented = lines.every(({ numbers: [x0, y0, x1, y1, x2, y2, x3, y3, ...rest] }) => {
    return rest.length <= 1 && Math.abs(x0 + x2 - x1 - x3) < NEAR && Math.abs(y0 + y2 - y1 - y3) < NEAR;
  });
  return isOriented ? "obb" : "segment";
}
