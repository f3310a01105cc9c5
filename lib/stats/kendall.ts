import type { Undefined } from "./estimate.ts";
import { normalTail } from "./normal-distribution.ts";

export interface KendallOptions {
  /** "exact": over all orders of untied points. "normal": by the variance with ties. Default: exact without ties up to 100 points. */
  method?: "exact" | "normal";
}

export interface KendallTau {
  /** In [-1, 1]. */
  value: number;
  /** Two-sided, of "no association". */
  p: number;
  n: number;
  method: "exact" | "normal";
}

/** Beyond it the normal approximation is good to three digits. */
const EXACT_UP_TO = 100;

/**
 * Kendall's rank correlation tau-b (Kendall 1945): how much likelier two points are ordered alike than unlike on both sides,
 *
 *   tau_b = (C - D) / sqrt((m - T_x)(m - T_y)),   m = n(n-1)/2
 *
 * C pairs ordered alike, D unlike; T pairs tied on a side. The normal p takes the variance of C - D given the ties (Kendall 1970,
 * ch. 4); the exact p counts the orders of n untied points by their inversions.
 *
 * @returns undefined `too_few_points` below 3 points, `no_variation` if either side is constant
 * @throws RangeError when the exact p is asked for tied points
 */
export function kendallTau(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: KendallOptions = {},
): KendallTau | Undefined {
  const n = x.length;
  if (n !== y.length) throw new Error(`Points have two sides: got ${n} and ${y.length} values.`);
  if (n < 3) return { undefined: "too_few_points" };
  const pairs = (n * (n - 1)) / 2;
  const [tiesX, tiesY] = [tieCounts(x), tieCounts(y)];
  const [tiedX, tiedY] = [tiedPairs(tiesX), tiedPairs(tiesY)];
  if (tiedX === pairs || tiedY === pairs) return { undefined: "no_variation" };
  const { alike, unlike } = countPairs(x, y);
  const root = Math.sqrt((pairs - tiedX) * (pairs - tiedY));
  const value = Math.max(-1, Math.min(1, (alike - unlike) / root));
  const untied = tiedX + tiedY === 0;
  const method = options.method ?? (untied && n <= EXACT_UP_TO ? "exact" : "normal");
  if (method === "exact") {
    if (!untied) throw new RangeError("The exact p of Kendall's tau is of points without ties.");
    return { value, p: Math.min(1, 2 * inversionsAtMost(Math.min(alike, unlike), n)), n, method };
  }
  const z = (alike - unlike) / Math.sqrt(varianceWithTies(n, tiesX, tiesY));
  return { value, p: 2 * normalTail(Math.abs(z)), n, method };
}

function countPairs(x: ArrayLike<number>, y: ArrayLike<number>): { alike: number; unlike: number } {
  let alike = 0;
  let unlike = 0;
  for (let i = 1; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const order = Math.sign(x[i] - x[j]) * Math.sign(y[i] - y[j]);
      if (order > 0) alike++;
      else if (order < 0) unlike++;
    }
  return { alike, unlike };
}

/** How many points share each value. */
function tieCounts(values: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  return [...counts.values()];
}

function tiedPairs(ties: readonly number[]): number {
  return ties.reduce((sum, t) => sum + (t * (t - 1)) / 2, 0);
}

function varianceWithTies(n: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  const over = (ties: readonly number[], of: (t: number) => number) =>
    ties.reduce((sum, t) => sum + of(t), 0);
  const [v0, vx, vy] = [[n], tiesX, tiesY].map((ties) => over(ties, (t) => t * (t - 1) * (2 * t + 5)));
  const pairs = (t: number) => t * (t - 1);
  const triples = (t: number) => t * (t - 1) * (t - 2);
  return (
    (v0 - vx - vy) / 18 +
    (over(tiesX, triples) * over(tiesY, triples)) / (9 * triples(n)) +
    (over(tiesX, pairs) * over(tiesY, pairs)) / (2 * pairs(n))
  );
}

/** Share of the n! orders that have at most `most` inversions: the i-th point adds 0 .. i-1 of them, each as often. */
function inversionsAtMost(most: number, n: number): number {
  let share = new Float64Array(most + 1);
  share[0] = 1;
  for (let i = 2; i <= n; i++) {
    const next = new Float64Array(most + 1);
    let window = 0;
    for (let count = 0; count <= most; count++) {
      window += share[count] - (count >= i ? share[count - i] : 0);
      next[count] = window / i;
    }
    share = next;
  }
  return share.reduce((sum, one) => sum + one, 0);
}
