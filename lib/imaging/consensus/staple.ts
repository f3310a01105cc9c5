import type { Mask } from "../mask-runs.ts";
import { requireOneSize } from "./majority-mask.ts";

export interface Staple {
  /** P(the pixel is inside | what the raters marked), by rows, [height * width] in [0, 1]. */
  probability: Float64Array;
  height: number;
  width: number;
  /** Of each rater: P(marked | inside) and P(not marked | outside), in [0, 1]. */
  sensitivity: number[];
  specificity: number[];
  iterations: number;
  /** Whether no parameter moved by more than 1e-7 in the last iteration. */
  converged: boolean;
}

export interface StapleOptions {
  /** Share of pixels inside, before anything is seen; left out: the raters' mean share. */
  prior?: number;
  maxIterations?: number;
}

const FIRST_GUESS = 0.99999;
const TOLERANCE = 1e-7;

/**
 * STAPLE: the segmentation that most likely lay before all raters, and how good each of them is, by expectation
 * maximisation. With p_j and q_j the sensitivity and specificity of rater j, D_ij her mark at pixel i and f the prior:
 *
 *   W_i = f a_i / (f a_i + (1 - f) b_i),   a_i = prod_j p_j^D_ij (1 - p_j)^(1 - D_ij),   b_i = prod_j q_j^(1 - D_ij) (1 - q_j)^D_ij
 *   p_j = sum_i W_i D_ij / sum_i W_i,      q_j = sum_i (1 - W_i)(1 - D_ij) / sum_i (1 - W_i)
 *
 * Pixels that all raters mark alike share one W: the work goes by patterns of marks, not by pixels. Without any marked
 * pixel (or with every pixel marked by all) everything is as all raters say and there is nothing to estimate.
 *
 * Two raters do not determine four parameters: where the iteration ends then depends on where it began. Ask at least three.
 *
 * Source: Warfield, Zou and Wells, IEEE Transactions on Medical Imaging 23(7), 2004, equations 13-22, without a spatial prior.
 * @param masks one a rater, of one picture; at least one and at most 30
 */
export function staple(masks: readonly Mask[], { prior, maxIterations = 200 }: StapleOptions = {}): Staple {
  const size = requireOneSize(masks);
  const patterns = countPatterns(masks);
  const marked = patterns.list.reduce((sum, { marks, count }) => sum + count * bits(marks), 0);
  const f = prior ?? marked / (masks.length * size.height * size.width);
  const raters = masks.map(() => ({ p: FIRST_GUESS, q: FIRST_GUESS }));
  let iterations = 0;
  let converged = f <= 0 || f >= 1;
  while (!converged && iterations < maxIterations) {
    const weights = patterns.list.map(({ marks }) => weightOf(marks, raters, f));
    const moved = maximise(raters, patterns.list, weights);
    iterations++;
    converged = moved < TOLERANCE;
  }
  const weights =
    f > 0 && f < 1
      ? patterns.list.map(({ marks }) => weightOf(marks, raters, f))
      : patterns.list.map(() => (f >= 1 ? 1 : 0));
  return {
    probability: Float64Array.from(patterns.of, (pattern) => weights[pattern]),
    ...size,
    sensitivity: raters.map(({ p }) => p),
    specificity: raters.map(({ q }) => q),
    iterations,
    converged,
  };
}

/** The pixels that are rather inside than outside. */
export function stapleMask({ probability, height, width }: Staple, threshold = 0.5): Mask {
  return { data: Uint8Array.from(probability, (value) => (value > threshold ? 1 : 0)), height, width };
}

interface Rater {
  p: number;
  q: number;
}

interface Pattern {
  /** Bit j = marked by rater j. */
  marks: number;
  count: number;
}

function countPatterns(masks: readonly Mask[]): { list: Pattern[]; of: Int32Array } {
  const places = new Map<number, number>();
  const list: Pattern[] = [];
  const of = Int32Array.from(masks[0].data, (_, i) => {
    const marks = masks.reduce((sum, { data }, j) => sum | (data[i] ? 1 << j : 0), 0);
    const place = places.get(marks) ?? list.push({ marks, count: 0 }) - 1;
    places.set(marks, place);
    list[place].count++;
    return place;
  });
  return { list, of };
}

const isMarked = (marks: number, j: number) => ((marks >> j) & 1) === 1;

function bits(marks: number): number {
  let count = 0;
  for (let rest = marks; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function weightOf(marks: number, raters: readonly Rater[], f: number): number {
  const inside = f * product(raters.map(({ p }, j) => (isMarked(marks, j) ? p : 1 - p)));
  const outside = (1 - f) * product(raters.map(({ q }, j) => (isMarked(marks, j) ? 1 - q : q)));
  return inside + outside === 0 ? f : inside / (inside + outside);
}

/**
 * By size, so that no rounding depends on who comes first: where raters balance each other the iteration magnifies the last digit
 * until one of them wins.
 */
const product = (factors: number[]) => factors.sort((a, b) => a - b).reduce((all, factor) => all * factor, 1);

/** Sets each rater's p and q by the weights; returns the largest change. */
function maximise(raters: Rater[], patterns: readonly Pattern[], weights: readonly number[]): number {
  let inside = 0;
  let outside = 0;
  patterns.forEach(({ count }, i) => {
    inside += weights[i] * count;
    outside += (1 - weights[i]) * count;
  });
  let moved = 0;
  raters.forEach((rater, j) => {
    let hits = 0;
    let rejections = 0;
    patterns.forEach(({ marks, count }, i) => {
      if (isMarked(marks, j)) hits += weights[i] * count;
      else rejections += (1 - weights[i]) * count;
    });
    const p = inside === 0 ? rater.p : hits / inside;
    const q = outside === 0 ? rater.q : rejections / outside;
    moved = Math.max(moved, Math.abs(p - rater.p), Math.abs(q - rater.q));
    rater.p = p;
    rater.q = q;
  });
  return moved;
}
